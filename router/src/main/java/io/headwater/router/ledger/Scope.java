package io.headwater.router.ledger;

import java.util.Optional;

/** Of what is asked: everything, one tenant's, one source's or one destination's. Names are {@code tenant/name}. */
public record Scope(Optional<String> tenant, Optional<String> source, Optional<String> destination) {
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty(), Optional.empty());

    boolean isOfAllSources() {
        return tenant.isEmpty() && source.isEmpty();
    }

    boolean hasSource(String name) {
        return isOfTenant(name) && source.map(name::equals).orElse(destination.isEmpty());
    }

    public boolean hasDestination(String name) {
        return isOfTenant(name) && destination.map(name::equals).orElse(source.isEmpty());
    }

    private boolean isOfTenant(String name) {
        return tenant.map(each -> name.startsWith(each + "/")).orElse(true);
    }
}

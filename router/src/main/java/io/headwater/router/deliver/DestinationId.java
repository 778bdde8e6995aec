package io.headwater.router.deliver;

import io.headwater.bus.Address;

/** A destination's name within its tenant, written {@code tenant/name} in logs and metric labels. */
public record DestinationId(String tenant, String name) {

    /** Where its delivery attempts go on the event bus. */
    public String address() {
        return Address.deliver(tenant, name);
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}

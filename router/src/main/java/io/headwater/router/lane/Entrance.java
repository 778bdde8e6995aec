package io.headwater.router.lane;

import java.util.Optional;

/** Decides which events a lane takes, and knows when it is worth offering again what it did not take. */
final class Entrance {
    private final LaneSpec spec;
    private final Breaker breaker;
    private final Flow flow;
    private final Holdings holdings;
    private final Exits exits;
    private final Parker parker;
    private Optional<Owed> refusedFirst = Optional.empty();
    private Optional<Owed> refusedRest = Optional.empty();

    Entrance(LaneSpec spec, Breaker breaker, Flow flow, Holdings holdings, Exits exits, Parker parker) {
        this.spec = spec;
        this.breaker = breaker;
        this.flow = flow;
        this.holdings = holdings;
        this.exits = exits;
        this.parker = parker;
    }

    /** Whether an event may come in, to be sent. */
    boolean lets(Owed owed, long now) {
        return isOpenFor(owed, now) && holdings.hasRoom(spec.goesFirst(owed), owed.weight());
    }

    /** Whether an event may pass by, straight to the backlog. */
    boolean letsPass(Owed owed) {
        return (!owed.waits() || (parker.isRetired() && !spec.keepsInPlace(owed))) && exits.hasRoom(owed.weight());
    }

    void refused(Owed owed) {
        if (spec.goesFirst(owed)) {
            refusedFirst = Optional.of(owed);
        } else {
            refusedRest = Optional.of(owed);
        }
    }

    /** Whether an event that was refused would be taken now. Said once. */
    boolean isWorthAsking(long now) {
        boolean worth = refusedFirst.filter(each -> takes(each, now)).isPresent()
                || refusedRest.filter(each -> takes(each, now)).isPresent();
        if (worth) {
            refusedFirst = Optional.empty();
            refusedRest = Optional.empty();
        }
        return worth;
    }

    private boolean takes(Owed owed, long now) {
        return lets(owed, now) || letsPass(owed);
    }

    private boolean isOpenFor(Owed owed, long now) {
        if (breaker.isPaused() || parker.isRetired()) {
            return false;
        }
        return !breaker.isOpen() || (owed.waits() ? !holdings.hasUntried() : flow.mayProbeWithNew(now));
    }
}

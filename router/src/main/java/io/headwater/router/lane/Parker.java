package io.headwater.router.lane;

import java.util.Optional;

/** Decides which events may not stay in the lane, and sends them to the backlog. What a log keeps for the lane may always stay. */
final class Parker {
    private final long parkAfter;
    private final Breaker breaker;
    private final Holdings holdings;
    private final Exits exits;
    private boolean retired;

    Parker(LaneSpec spec, Breaker breaker, Holdings holdings, Exits exits) {
        this.parkAfter = spec.lane().parkAfter().toNanos();
        this.breaker = breaker;
        this.holdings = holdings;
        this.exits = exits;
    }

    /** Why no event is sent now, so that none may come in; empty while they are. */
    Optional<Parking> shut() {
        if (retired) {
            return Optional.of(Parking.RETIRED);
        }
        if (breaker.isPaused()) {
            return Optional.of(Parking.PAUSED);
        }
        if (breaker.isOpen()) {
            return Optional.of(breaker.needsMending() ? Parking.SETUP : Parking.DOWN);
        }
        return Optional.empty();
    }

    /** From now on nothing may stay, also nothing that waits in a log; but what is read there again in its order is let go of. */
    void retire(long now) {
        retired = true;
        sweep(now);
    }

    boolean isRetired() {
        return retired;
    }

    /** Keeps a batch until its next attempt is due, unless it may not stay. */
    void keep(Batch batch, long due, long now) {
        Optional<Parking> why = whyLeave(batch.first(), now);
        if (isReadAgain(batch.first())) {
            batch.events().forEach(holdings::leave);
        } else if (why.isPresent()) {
            batch.events().forEach(each -> exits.park(each, why.get()));
        } else {
            holdings.retry(batch.dueAt(due));
        }
    }

    /** Parks what may not stay; what is under way has its turn when its attempt ends. */
    void sweep(long now) {
        holdings.remove(this::isReadAgain).forEach(holdings::leave);
        holdings.remove(held -> whyLeave(held, now).isPresent())
                .forEach(held -> exits.park(held, whyLeave(held, now).orElse(Parking.LATE)));
    }

    private boolean isReadAgain(Held held) {
        return retired && held.keepsInPlace();
    }

    private Optional<Parking> whyLeave(Held held, long now) {
        if (held.owed().waits()) {
            return retired ? shut() : Optional.empty();
        }
        boolean late = now - held.enteredAt() >= parkAfter;
        return shut().or(() -> late ? Optional.of(Parking.LATE) : Optional.empty());
    }
}

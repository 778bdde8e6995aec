package io.headwater.router.consume;

import io.headwater.router.lane.Lane;
import java.util.List;
import java.util.Optional;

/**
 * An event on its way into lanes, one after the other, settled when each of them is done with it. What operators have
 * skipped goes past its lane, also while it waits for room.
 */
final class Offered implements Passage {
    private final Consumed consumed;
    private final List<Way> ways;
    private final Offering offering;
    private final Runnable closed;
    private int taken;
    private Optional<Countdown> open = Optional.empty();

    /** A lane, and how its destination is owed what goes there. */
    record Way(Lane lane, Debt.Terms terms) {}

    Offered(Consumed consumed, List<Way> ways, Offering offering, Runnable closed) {
        this.consumed = consumed;
        this.ways = ways;
        this.offering = offering;
        this.closed = closed;
    }

    @Override
    public boolean advance(Runnable settled) {
        Countdown countdown = open.orElseGet(() -> new Countdown(ways.size(), () -> {
            closed.run();
            settled.run();
        }));
        open = Optional.of(countdown);
        while (taken < ways.size()) {
            if (!goes(ways.get(taken), countdown::one)) {
                return false;
            }
            taken++;
        }
        return true;
    }

    private boolean goes(Way way, Runnable settled) {
        return offering.skips().cover(consumed.record(), way.terms())
                ? offering.skips().bury(consumed.record(), way.terms(), settled)
                : way.lane().offer(new Debt(consumed, way.terms(), offering.aside(), settled));
    }
}

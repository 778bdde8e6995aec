package io.headwater.router.consume;

import io.headwater.router.lane.Lane;
import java.util.List;
import java.util.Optional;

/**
 * An event on its way into lanes, one after the other, settled when each of them is done with it. What is not for
 * its lane goes past it, also what operators skip while it waits for room.
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
        return offering.bypass()
                .letter(consumed, way.lane(), way.terms())
                .map(letter -> offering.bypass().bury(consumed, letter, way.terms(), settled))
                .orElseGet(() -> way.lane().offer(new Debt(consumed, way.terms(), offering.aside(), settled)));
    }
}

package io.headwater.router.consume;

import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Lane;
import java.util.Optional;

/**
 * What becomes a dead letter of its destination without being offered to its lane: what operators have skipped, and what is
 * pinned to a jurisdiction that the destination is not in.
 */
final class Bypass {
    /* Letters being written at once; a partition with more waits until some are durable. */
    private static final int MOST_UNDER_WAY = 5_000;

    private final Operated operated;
    private final Aside aside;
    private final DeadMeters meters;
    private int underWay;

    Bypass(Operated operated, Aside aside, DeadMeters meters) {
        this.operated = operated;
        this.aside = aside;
        this.meters = meters;
    }

    /** The letter that is to become of it; none where it is for the lane. */
    Optional<DeadLetter> letter(Consumed consumed, Lane lane, Debt.Terms terms) {
        DestinationId to = terms.destination();
        int attempts = terms.standing().attempts();
        if (operated.skips(to, consumed.record().timestamp())) {
            return Optional.of(DeadLetter.skipped(to.tenant(), to.name(), attempts));
        }
        String jurisdiction = consumed.event().acceptance().origin().jurisdiction();
        return lane.permits(jurisdiction)
                ? Optional.empty()
                : Optional.of(DeadLetter.pinned(to.tenant(), to.name(), jurisdiction, attempts));
    }

    /** Writes it; false where too many are under way. */
    boolean bury(Consumed consumed, DeadLetter letter, Debt.Terms terms, Runnable durable) {
        if (underWay >= MOST_UNDER_WAY) {
            return false;
        }
        underWay++;
        aside.bury(consumed.record(), letter, terms.standing().stays(), () -> {
            underWay--;
            meters.dead(letter);
            durable.run();
        });
        return true;
    }
}

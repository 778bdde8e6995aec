package io.headwater.router.lane;

import io.headwater.ledger.Fact.State;
import io.headwater.router.dead.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The ways an event leaves a lane: delivered, parked, delayed or buried. Each event leaves once, and is counted when it has. */
final class Exits {
    private final LaneSpec spec;
    private final Holdings holdings;
    private final LaneMeters meters;
    private final Surroundings surroundings;
    private final Consumer<Runnable> turn;
    private final Leaving leaving;
    private final ParkingLog log;

    /**
     * @param turn runs what changes the lane, and then lets it see what follows
     */
    Exits(
            LaneSpec spec,
            LaneMemory memory,
            Holdings holdings,
            LaneMeters meters,
            Surroundings surroundings,
            Consumer<Runnable> turn) {
        this.spec = spec;
        this.holdings = holdings;
        this.meters = meters;
        this.surroundings = surroundings;
        this.turn = turn;
        this.leaving = new Leaving(spec.lane().leaving(), memory.leaving());
        this.log = new ParkingLog(spec.destination());
    }

    /** Whether an event can leave at once. */
    boolean hasRoom(int weight) {
        return leaving.hasRoom(weight);
    }

    /** Events on their way out that take no room in the lane any more. */
    int underWay() {
        return leaving.underWay();
    }

    void stop() {
        leaving.stop();
    }

    /** The destination has them. A replay says nothing about how late events are. */
    void delivered(Batch batch, int status, Duration sinceAttempt) {
        Instant now = surroundings.instant();
        for (Held held : batch.events()) {
            meters.delivered();
            held.owed().delivered(state(held, now), held.attempts(), status, sinceAttempt);
            if (held.owed().replay().isEmpty()) {
                Instant accepted = held.owed().event().acceptance().acceptedAt();
                meters.lag(sinceAttempt, Duration.between(accepted, now));
            }
            holdings.leave(held);
            settled(held);
        }
    }

    /** It waits in the backlog until the destination is well. */
    void park(Held held, Parking why) {
        if (why.isTheirs() && !surroundings.instant().isAfter(spec.deadline(held.owed()))) {
            held.waitsForThem();
        }
        log.parked(why, surroundings.nanos());
        leave(held, durable -> held.owed().park(held.standing(), durable), () -> meters.parked(why));
    }

    /** It fails alone, and is tried again later. */
    void delay(Held held) {
        leave(held, durable -> held.owed().delay(held.standing(), durable), meters::delayed);
    }

    /**
     * It will not be delivered.
     *
     * @param sentence why, for whoever reads the letter
     */
    void bury(Held held, Burial why, String sentence, Optional<DeadLetter.Answered> answer) {
        DeadLetter letter = new DeadLetter(
                spec.destination().tenant(),
                spec.destination().name(),
                why.label() + ": " + sentence,
                answer,
                held.attempts());
        leave(held, durable -> held.owed().bury(letter, durable), () -> meters.dead(why));
    }

    private void leave(Held held, Consumer<Runnable> way, Runnable count) {
        leaving.add(new Leaving.Departure() {
            @Override
            public Held held() {
                return held;
            }

            @Override
            public void start(Runnable durable) {
                holdings.leave(held);
                way.accept(() -> turn.accept(durable));
            }

            @Override
            public void durable() {
                count.run();
                settled(held);
            }
        });
    }

    private State state(Held held, Instant now) {
        if (!now.isAfter(spec.deadline(held.owed()))) {
            return State.ON_TIME;
        }
        return held.isTheirs() ? State.LATE_THEIRS : State.LATE_OURS;
    }

    private void settled(Held held) {
        holdings.settled(held, surroundings.nanos());
        held.owed().settled();
    }
}

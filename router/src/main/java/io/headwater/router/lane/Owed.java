package io.headwater.router.lane;

import io.headwater.event.LoggedEvent;
import io.headwater.ledger.Fact;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.Outcome;
import java.time.Duration;

/** An event that is owed to a lane's destination, as whoever consumed it hands it over. */
public interface Owed {
    LoggedEvent event();

    /** Bytes of memory it holds, roughly. */
    int weight();

    /** When it was consumed, on the scale of {@link Surroundings#nanos}. */
    long consumedAt();

    /** How far its delivery had come when it was handed over. */
    Standing standing();

    /**
     * Whether the log it was read from keeps it while the lane has no room (a backlog, an ordered destination's own
     * reading). What does not wait is parked instead.
     */
    boolean waits();

    /** Names the replay it belongs to; empty for what is delivered the first time. */
    String replay();

    /**
     * Its destination has it.
     *
     * @param state whether in time, and else whose fault that is
     * @param attempts requests that carried it
     */
    void delivered(Fact.State state, int attempts, int status, Duration took);

    /** It goes out for the first time. */
    void firstTried(Duration sinceConsumed);

    /** An attempt failed; {@code attempts} counts this one. */
    void failed(Outcome outcome, int attempts, Duration took);

    /** Makes it a dead letter, and says when that is durable. */
    void bury(DeadLetter letter, Runnable durable);

    /** Writes it to its destination's backlog, and says when that is durable. */
    void park(Standing standing, Runnable durable);

    /** Writes it to the delay topic that is next for it, and says when that is durable. */
    void delay(Standing standing, Runnable durable);

    /** The lane is done with it: it is delivered, or durable elsewhere. Told after every {@code durable} too. */
    void settled();
}

package io.headwater.router.lane;

import io.headwater.event.LoggedEvent;
import io.headwater.router.dead.DeadLetter;

/** An event that is owed to a lane's destination, as whoever consumed it hands it over. */
public interface Owed {
    LoggedEvent event();

    /** Bytes of memory it holds, roughly. */
    int weight();

    /** When it was consumed, on the scale of {@link Surroundings#nanos}. */
    long consumedAt();

    /** Makes it a dead letter, and says when that is durable. */
    void bury(DeadLetter letter, Runnable durable);

    /** The lane is done with it: it is delivered, or durable among the dead letters. */
    void settled();
}

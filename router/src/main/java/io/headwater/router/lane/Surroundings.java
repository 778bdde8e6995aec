package io.headwater.router.lane;

import io.headwater.router.deliver.Attempt;
import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** What a lane needs of the world around it. Everything happens on one thread. */
public interface Surroundings {

    /** Time that only goes on, from an arbitrary start at or above zero. */
    long nanos();

    /** The time of day. */
    Instant instant();

    /** Runs a task later; after zero, when what is going on now is over. */
    void after(Duration delay, Runnable task);

    /** Makes an attempt; {@code answered} is told exactly once how it ended. */
    void send(Attempt attempt, Consumer<Outcome> answered);

    /** A lane that had refused an event has room again. */
    void room();

    /** Whether more events are about to come, so that a request may as well wait for those that are this lane's. */
    boolean moreComes();
}

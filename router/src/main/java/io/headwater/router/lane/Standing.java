package io.headwater.router.lane;

import java.time.Duration;

/**
 * How far the delivery of one event to one destination has come; travels with it through backlog and delay topics.
 *
 * @param attempts requests that carried it so far
 * @param retried time spent on trying it, alone, while its destination took others; not the time it stood in a backlog
 * @param reason label of why the last attempt failed, or empty
 * @param delays how many times it went through a delay topic
 * @param stays how many times it was written to a backlog or delay topic
 * @param theirs whether it was the destination that did not take it in time
 */
public record Standing(int attempts, Duration retried, String reason, int delays, int stays, boolean theirs) {
    /** Not tried yet. */
    public static final Standing FRESH = new Standing(0, Duration.ZERO, "", 0, 0, false);

    /** The same after one more stay in a backlog. */
    public Standing parked() {
        return new Standing(attempts, retried, reason, delays, stays + 1, theirs);
    }

    /** The same after one more stay in a delay topic. */
    public Standing delayed() {
        return new Standing(attempts, retried, reason, delays + 1, stays + 1, theirs);
    }

    /** The same with more time spent on trying. */
    public Standing retriedFor(Duration more) {
        return new Standing(attempts, retried.plus(more), reason, delays, stays, theirs);
    }
}

package io.headwater.router.lane;

import java.time.Duration;

/**
 * How far the delivery of one event to one destination has come; travels with it through backlog and delay topics.
 *
 * @param attempts requests that carried it so far
 * @param retried time spent on trying it, alone, while its destination took others; not the time it stood in a backlog
 * @param reason label of why the last attempt failed, or empty
 * @param delays how many times it went through a delay topic
 */
public record Standing(int attempts, Duration retried, String reason, int delays) {
    /** Not tried yet. */
    public static final Standing FRESH = new Standing(0, Duration.ZERO, "", 0);
}

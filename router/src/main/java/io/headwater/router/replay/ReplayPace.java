package io.headwater.router.replay;

/**
 * When the next events may go, so that over time no more than so many go in a second. What was not used is not saved up,
 * so that a replay that had nothing to copy for a while does not make up for it in a burst.
 */
final class ReplayPace {
    private static final double SECOND = 1e9;

    private double next;

    /** How many nanoseconds these events must wait, given that they go then. */
    long wait(int events, double rate, long now) {
        double start = Math.max(next, (double) now);
        next = start + events * SECOND / rate;
        return Math.round(start - now);
    }
}

package io.headwater.collector.forward;

import java.util.concurrent.TimeUnit;

/**
 * How fast the spool may be drained: as fast as it goes, but only so many records a second while requests go to Kafka
 * themselves. Times are nanoseconds of one clock. {@link #fresh} is for any thread, the rest for the draining one.
 */
final class Pace {
    private static final long FRESH_FOR = TimeUnit.SECONDS.toNanos(1);
    /* What may be made up for after a wait, which the clock's ticks make longer than asked for. */
    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(10);

    private final long each;
    private volatile long freshUntil;
    private long next;

    Pace(int beside, long now) {
        this.each = TimeUnit.SECONDS.toNanos(1) / beside;
        this.freshUntil = now;
        this.next = now;
    }

    /** A request went to Kafka itself. */
    void fresh(long now) {
        freshUntil = now + FRESH_FOR;
    }

    /** How long the next record has to wait; with 0 it goes. */
    long take(long now) {
        if (now - freshUntil >= 0) {
            next = now;
            return 0;
        }
        if (now - next < 0) {
            return next - now;
        }
        long behind = Math.min(now - next, BURST);
        next = now - behind + each;
        return 0;
    }
}

package io.headwater.collector.admit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many units a second, with a second's worth at once: the generic cell rate algorithm (ITU-T I.371), whose whole state
 * is the moment at which all that was taken is paid for. Taken from any thread, without a lock.
 */
final class Allowance {
    private static final long SECOND = 1_000_000_000L;
    /* Some thirty years: what one request may owe at most. */
    private static final double MOST_NANOS = 1e18;

    private final double nanosPerUnit;
    private final LongSupplier nanos;
    private final AtomicLong paidAt;

    Allowance(long perSecond, LongSupplier nanos) {
        this.nanosPerUnit = (double) SECOND / perSecond;
        this.nanos = nanos;
        this.paidAt = new AtomicLong(nanos.getAsLong() - SECOND);
    }

    /**
     * Takes {@code amount}; more than a second's worth is let through where nothing is owed, and owed from then on.
     *
     * @return 0 where it was taken, else the nanoseconds until it may be
     */
    long take(long amount) {
        long cost = cost(amount);
        long atOnce = Math.min(cost, SECOND);
        while (true) {
            long now = nanos.getAsLong();
            long before = paidAt.get();
            long owed = Math.max(0, before - now);
            long wait = owed + atOnce - SECOND;
            if (wait > 0) {
                return wait;
            }
            if (paidAt.compareAndSet(before, now + owed + cost)) {
                return 0;
            }
        }
    }

    /** Gives back what was taken and not used. */
    void give(long amount) {
        paidAt.addAndGet(-cost(amount));
    }

    private long cost(long amount) {
        return (long) Math.min(amount * nanosPerUnit, MOST_NANOS);
    }
}

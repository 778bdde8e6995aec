package io.headwater.collector.admit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * An amount that all sources together may hold at once, and how it is divided among them.
 *
 * <pre>
 *   0                              open          limit
 *   |------ whoever comes first ------|-- headroom --|
 *                                      who holds no more than limit / holders
 * </pre>
 *
 * The holders are the sources that hold something now, and count as two where there are fewer: so one source alone never
 * fills the headroom, and whoever comes next finds it free. Sources that hold little leave the rest of their share to the
 * others, because only what is held counts, not who is known.
 *
 * <p>Nothing here locks: the sum is exact, and the number of holders may be off by those that come or go at this moment.
 */
final class Room {
    private static final long LONELY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String key;
    private final LongSupplier limit;
    private final double open;
    private final LongSupplier nanos;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicInteger parts = new AtomicInteger();
    private volatile int latest = -1;
    private volatile long metAt;

    /**
     * @param key the configuration key that bounds it, for those it is refused to
     * @param limit the amount now
     * @param headroom its part that nobody holds beyond a fair share
     */
    Room(String key, LongSupplier limit, double headroom, LongSupplier nanos) {
        this.key = key;
        this.limit = limit;
        this.open = 1 - headroom;
        this.nanos = nanos;
        this.metAt = nanos.getAsLong() - LONELY_NANOS;
    }

    String key() {
        return key;
    }

    long held() {
        return held.get();
    }

    /** A number for one more source. */
    int number() {
        return parts.getAndIncrement();
    }

    /** A source holds something now and held nothing before. */
    void join() {
        holders.incrementAndGet();
    }

    /** A source holds nothing any more. */
    void part() {
        holders.decrementAndGet();
    }

    /** The sources that hold something. */
    int holders() {
        return holders.get();
    }

    /** Lets {@code amount} more be held where the verdict is so; never, for however short a time, beyond it. */
    Verdict take(long amount, long own, int sources, int number) {
        while (true) {
            long now = held.get();
            Verdict verdict = verdict(now + amount, own, sources, number);
            if (verdict != Verdict.ADMITTED || held.compareAndSet(now, now + amount)) {
                return verdict;
            }
        }
    }

    void give(long amount) {
        held.addAndGet(-amount);
    }

    /**
     * The verdict where {@code total} would be held, {@code own} of it by the source numbered {@code number}.
     *
     * @param sources those that would hold something
     */
    Verdict verdict(long total, long own, int sources, int number) {
        meet(number);
        long most = limit.getAsLong();
        if (total <= Math.max(1, (long) (most * open))) {
            return Verdict.ADMITTED;
        }
        boolean fair = own <= Math.max(1, most / Math.max(2, sources));
        if (fair) {
            return total <= most ? Verdict.ADMITTED : Verdict.FULL;
        }
        return nanos.getAsLong() - metAt < LONELY_NANOS ? Verdict.OVER_SHARE : Verdict.FULL;
    }

    private void meet(int number) {
        int before = latest;
        if (before != number) {
            latest = number;
            if (before >= 0) {
                metAt = nanos.getAsLong();
            }
        }
    }
}

package io.headwater.collector.admit;

import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import java.util.concurrent.TimeUnit;

/**
 * How many requests may wait for the forwarder at once, learnt from how long its answers take: as many more as come are
 * let in while answers take no longer than they do unhindered, and fewer once they queue up.
 *
 * <p>TCP Vegas on windows of a tenth of a second or more. What queues is estimated as the part of the limit that answers
 * take longer than the shortest known; below a quarter it rises, above a third it falls by a tenth. Answers within
 * {@code easeWithin} count as that long, so that nothing is refused over milliseconds. The shortest is learnt anew now
 * and then, the sooner the lower the limit stands, so that a Kafka that moved further away does not keep it down.
 *
 * <p>While no answers come at all nothing is learnt and nobody is served sooner for another's waiting less: then as many as
 * ever may wait, until the forwarder has found its way around whatever stands still.
 */
final class AdaptiveLimit {
    private static final int RELEARN = 8;
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final int most;
    private final long easeNanos;
    private final WindowedLimit limit;
    private volatile long movedNanos;
    private volatile long openUntilNanos;

    AdaptiveLimit(AdmissionConfig config) {
        int least = config.leastRequests();
        this.most = config.inFlightRequests();
        this.easeNanos = config.easeWithin().toNanos();
        this.limit = WindowedLimit.newBuilder()
                .minWindowTime(100, TimeUnit.MILLISECONDS)
                .maxWindowTime(1, TimeUnit.SECONDS)
                .build(VegasLimit.newBuilder()
                        .initialLimit(Math.max(least, most / 8))
                        .maxConcurrency(most)
                        .thresholdFunction(now -> Math.max(1, now / 8))
                        .alphaFunction(now -> Math.max(2, now / 4))
                        .betaFunction(now -> Math.max(3, now / 3))
                        .increaseFunction(now -> now + Math.max(1, now / 20))
                        .decreaseFunction(now -> Math.max(least, now * 0.9))
                        .probeMultiplier(RELEARN)
                        .build());
    }

    /** The limit now; {@code waiting} where anybody waits. */
    int at(long nanos, boolean waiting) {
        if (waiting && nanos - movedNanos > STILL_NANOS) {
            openUntilNanos = nanos + CATCH_UP_NANOS;
        }
        return nanos < openUntilNanos ? most : limit.getLimit();
    }

    /** The first began to wait. */
    void began(long nanos) {
        movedNanos = nanos;
    }

    /**
     * An answer came, or none in time.
     *
     * @param enteredNanos when its wait began, counted from any moment before the first
     * @param inFlight how many waited
     */
    void ended(long enteredNanos, long tookNanos, int inFlight, Ending ending) {
        movedNanos = enteredNanos + tookNanos;
        if (ending != Ending.UNTIMED) {
            limit.onSample(enteredNanos, Math.max(easeNanos, tookNanos), inFlight, ending == Ending.LATE);
        }
    }
}

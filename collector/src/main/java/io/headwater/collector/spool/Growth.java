package io.headwater.collector.spool;

/**
 * How fast the spool fills, net of what is drained: the mean of about the last half minute, weighed towards now.
 * {@code seconds to full = capacity / growth}, and infinite while it does not grow.
 */
final class Growth {
    private static final double HALF_LIFE_SECONDS = 10;
    private static final double NANOS = 1e9;

    private long sampledAt;
    private long sampled;
    private double perSecond;

    Growth(long nanos, long bytes) {
        this.sampledAt = nanos;
        this.sampled = bytes;
    }

    /** Takes how many bytes there are now. */
    synchronized void sample(long nanos, long bytes) {
        double seconds = (nanos - sampledAt) / NANOS;
        if (seconds <= 0) {
            return;
        }
        double old = Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
        perSecond = old * perSecond + (1 - old) * (bytes - sampled) / seconds;
        sampledAt = nanos;
        sampled = bytes;
    }

    synchronized double secondsUntil(long capacity) {
        return perSecond < 1 ? Double.POSITIVE_INFINITY : capacity / perSecond;
    }
}

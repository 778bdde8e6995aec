package io.headwater.router.lane;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import io.headwater.router.deliver.Reason;
import java.util.concurrent.TimeUnit;

/**
 * How many attempts may be under way at once: between one and what the configuration allows. Each delivery that used the
 * limit raises it by one; an attempt that was too much for the destination halves it, once for all that were under way
 * together. After an outage it starts at one, and doubles with every round trip.
 */
final class Limit {
    private static final double SHRINK = 0.5;

    private final int most;
    private AIMDLimit limit;
    private long shrunkAt = -1;

    Limit(int most) {
        this.most = most;
        this.limit = from(most);
    }

    int now() {
        return limit.getLimit();
    }

    /**
     * An attempt has ended.
     *
     * @param underWay attempts under way when it was sent, itself included
     */
    void ended(Reason reason, long sentAt, long now, int underWay) {
        if (reason == Reason.SUCCESS) {
            limit.onSample(sentAt, now - sentAt, underWay, false);
        } else if (isTooMuch(reason) && sentAt > shrunkAt) {
            shrunkAt = now;
            limit.onSample(sentAt, now - sentAt, underWay, true);
        }
    }

    /** The destination is down; nobody knows what it can take when it is back. */
    void restart() {
        limit = from(1);
    }

    private AIMDLimit from(int start) {
        return AIMDLimit.newBuilder()
                .initialLimit(start)
                .minLimit(1)
                .maxLimit(most)
                .backoffRatio(SHRINK)
                .timeout(Long.MAX_VALUE, TimeUnit.NANOSECONDS)
                .build();
    }

    private static boolean isTooMuch(Reason reason) {
        return switch (reason) {
            case TIMEOUT, BUS, REQUEST_TIMEOUT, TOO_MANY, UNAVAILABLE, ASKED_TO_WAIT -> true;
            default -> false;
        };
    }
}

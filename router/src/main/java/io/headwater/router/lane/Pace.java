package io.headwater.router.lane;

import io.headwater.router.deliver.Rate;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a destination's rate limit with a bucket of tokens, one for each event. The bucket holds what comes in within a
 * tenth of a second, and at least one. A request may go while a token is there, and overdraws the bucket if it carries more; the next
 * one waits until that is paid. So the rate holds whatever the size of a batch.
 */
final class Pace {
    private static final double DEPTH_SECONDS = 0.1;
    private static final double ONE = 1 - 1e-9;

    private final Rate rate;
    private final double depth;
    private double tokens;
    private long filledAt;

    Pace(Rate rate) {
        this.rate = rate;
        this.depth = Math.max(1, rate.perSecond() * DEPTH_SECONDS);
        this.tokens = depth;
    }

    /** When the next request may go; now, or later. */
    long readyAt(long now) {
        if (!rate.isLimited()) {
            return now;
        }
        fill(now);
        return tokens >= ONE ? now : now + (long) Math.ceil((1 - tokens) / perNano());
    }

    void spend(int events, long now) {
        if (rate.isLimited()) {
            fill(now);
            tokens -= events;
        }
    }

    private void fill(long now) {
        tokens = Math.min(depth, tokens + (now - filledAt) * perNano());
        filledAt = now;
    }

    private double perNano() {
        return rate.perSecond() / TimeUnit.SECONDS.toNanos(1);
    }
}

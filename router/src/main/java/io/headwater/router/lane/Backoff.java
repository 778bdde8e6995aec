package io.headwater.router.lane;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt. Steps for {@code first} 100 ms, {@code quick} 3 and {@code cap} 10 s:
 * <pre>
 *   failures   1      2      3      4      5      6    …   10
 *   step       100ms  100ms  100ms  200ms  400ms  800ms    10s
 * </pre>
 * A wait is a random half to whole of its step, so that many waiting batches do not return at once.
 */
public final class Backoff {
    private final RetryConfig config;
    private final DoubleSupplier random;

    /**
     * @param random values from 0 to 1
     */
    public Backoff(RetryConfig config, DoubleSupplier random) {
        this.config = config;
        this.random = random;
    }

    /** The step after {@code failures} failures, which is at least 1. */
    public Duration step(int failures) {
        int doublings = Math.min(Math.max(0, failures - config.quick()), 30);
        Duration step = config.first().multipliedBy(1L << doublings);
        return step.compareTo(config.cap()) > 0 ? config.cap() : step;
    }

    /** A random part of the step after {@code failures} failures. */
    public Duration wait(int failures) {
        double share = 0.5 + 0.5 * random.getAsDouble();
        return Duration.ofNanos((long) (step(failures).toNanos() * share));
    }

    /** What the destination asked for, held between one and two times our own step: neither ignored nor obeyed for ever. */
    public Duration asked(int failures, Duration retryAfter) {
        Duration least = step(failures);
        Duration most = least.multipliedBy(2);
        if (retryAfter.compareTo(least) < 0) {
            return least;
        }
        return retryAfter.compareTo(most) > 0 ? most : retryAfter;
    }
}

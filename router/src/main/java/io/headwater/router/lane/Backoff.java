package io.headwater.router.lane;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt. Steps for {@code first} 100 ms, {@code quick} 3 and a ladder from 1 s to 1 h:
 * <pre>
 *   failures   1      2      3      4    5    6    …   16
 *   step       100ms  100ms  100ms  1s   2s   4s       1h
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

    /** Whether the quick tries are over. */
    boolean exhausted(int failures) {
        return failures > config.quick();
    }

    /** How many failures stand for the ladder's first step. */
    int ladder() {
        return config.quick() + 1;
    }

    /** Whether an event that fails alone was tried for long enough. */
    boolean expired(Duration retried) {
        return retried.compareTo(config.upTo()) >= 0;
    }

    /** The step after {@code failures} failures, which is at least 1. */
    Duration step(int failures) {
        if (!exhausted(failures)) {
            return config.first();
        }
        RetryConfig.Ladder ladder = config.ladder();
        int doublings = Math.min(failures - ladder(), 30);
        Duration step = ladder.from().multipliedBy(1L << doublings);
        return step.compareTo(ladder.to()) > 0 ? ladder.to() : step;
    }

    /**
     * A random part of the step after {@code failures} failures. What the destination asked for is held between one and
     * two steps instead: neither ignored nor obeyed for ever.
     */
    Duration wait(int failures, Optional<Duration> asked) {
        return asked.map(each -> held(each, step(failures))).orElseGet(() -> jittered(step(failures)));
    }

    private Duration jittered(Duration step) {
        double share = 0.5 + 0.5 * random.getAsDouble();
        return Duration.ofNanos((long) (step.toNanos() * share));
    }

    private static Duration held(Duration asked, Duration least) {
        Duration most = least.multipliedBy(2);
        if (asked.compareTo(least) < 0) {
            return least;
        }
        return asked.compareTo(most) > 0 ? most : asked;
    }
}

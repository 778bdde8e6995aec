package io.headwater.router.lane;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * When what failed is tried again ({@code retry} in the configuration).
 *
 * @param first the step between quick tries
 * @param quick tries after the first, before it is settled whether the destination fails or this event alone
 * @param upTo how long an event that fails alone is tried, before it is a dead letter
 */
public record RetryConfig(Duration first, int quick, Ladder ladder, Duration upTo) {
    public RetryConfig {
        check(first.toMillis() >= 1, "retry.first", "must be at least 1ms", first);
        check(quick >= 1 && quick <= 100, "retry.quick", "must be 1 to 100", quick);
        check(ladder.from().compareTo(first) >= 0, "retry.ladder.from", "must not be below retry.first", ladder.from());
        check(upTo.toMillis() >= 1, "retry.upTo", "must be positive", upTo);
    }

    /** The steps between probes, doubling. */
    public record Ladder(Duration from, Duration to) {
        public Ladder {
            check(to.compareTo(from) >= 0, "retry.ladder.to", "must not be below retry.ladder.from", to);
            check(to.toDays() < 1, "retry.ladder.to", "must be less than a day", to);
        }
    }
}

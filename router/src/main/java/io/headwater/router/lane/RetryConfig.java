package io.headwater.router.lane;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * The steps between attempts ({@code retry} in the configuration): {@code quick} tries at {@code first}, then doubling
 * up to {@code cap}.
 */
public record RetryConfig(Duration first, int quick, Duration cap) {
    public RetryConfig {
        check(first.toMillis() >= 1, "retry.first", "must be at least 1ms", first);
        check(quick >= 1 && quick <= 100, "retry.quick", "must be 1 to 100", quick);
        check(cap.compareTo(first) >= 0, "retry.cap", "must not be below retry.first", cap);
        check(cap.toDays() < 1, "retry.cap", "must be less than a day", cap);
    }
}

package io.headwater.router.duplicates;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How repeated events are recognised ({@code duplicates} in router.yaml).
 *
 * @param window for how long an event is remembered; 0 for not at all
 * @param maxEvents remembered at once by each reading; beyond it the oldest are forgotten, and their repeats delivered
 */
public record DuplicatesConfig(Duration window, int maxEvents) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public DuplicatesConfig {
        check(
                !window.isNegative() && window.compareTo(LONGEST) <= 0,
                "duplicates.window",
                "must be 0s to " + LONGEST.toHours() + "h",
                window);
        check(
                maxEvents >= 1_000 && maxEvents <= 50_000_000,
                "duplicates.maxEvents",
                "must be 1000 to 50000000",
                maxEvents);
    }

    public boolean isOff() {
        return window.isZero();
    }
}

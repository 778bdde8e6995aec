package io.headwater.router.deliver;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * When and how often a destination is to have its events: {@code share} of them {@code within} so long after acceptance.
 */
public record Objective(Duration within, Share share) {
    public Objective {
        check(within.toMillis() >= 1 && within.toDays() <= 7, "objective.within", "must be from 1ms to 7d", within);
    }
}

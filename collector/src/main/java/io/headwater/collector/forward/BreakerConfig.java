package io.headwater.collector.forward;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How soon a partition that did not acknowledge is trusted again ({@code forward.breaker} in collector.yaml).
 *
 * @param hold how long it must have been well first, the first time
 * @param holdUpTo what the hold doubles to while the partition keeps falling ill
 * @param trialEvery with the spool unusable: how often a request tries it
 */
public record BreakerConfig(Duration hold, Duration holdUpTo, Duration trialEvery) {
    public BreakerConfig {
        check(hold.toMillis() >= 1, "forward.breaker.hold", "must be at least 1ms", hold);
        check(
                holdUpTo.compareTo(hold) >= 0,
                "forward.breaker.holdUpTo",
                "must not be below forward.breaker.hold",
                holdUpTo);
        check(trialEvery.toMillis() >= 1, "forward.breaker.trialEvery", "must be at least 1ms", trialEvery);
    }
}

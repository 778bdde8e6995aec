package io.headwater.collector.forward;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How batches are made durable ({@code forward} in collector.yaml).
 *
 * @param timeout for the forwarder's answer on the event bus
 * @param reportEvery how often the ledger is told; what was answered since is unconfirmed after a kill;
 *     0 for never
 */
public record ForwardConfig(Duration timeout, Duration reportEvery, BreakerConfig breaker, DrainConfig drain) {
    public ForwardConfig {
        check(
                reportEvery.isZero() || (reportEvery.toMillis() >= 10 && reportEvery.toSeconds() <= 60),
                "forward.reportEvery",
                "must be 10ms to 60s, or 0s for no ledger",
                reportEvery);
    }
}

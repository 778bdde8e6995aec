package io.headwater.collector.ingest;

import static io.headwater.config.Checks.check;

import io.headwater.collector.dialect.Limits;
import java.time.Duration;

/**
 * What an ingest verticle needs to know.
 *
 * @param lateAfter while the turns of an event loop keep taking longer, more is refused; zero: never for that
 * @param drainTimeout for requests under way when it stops
 */
public record IngestConfig(
        String region, HttpConfig http, EdgesConfig edges, Limits limits, Duration lateAfter, Duration drainTimeout) {
    public IngestConfig {
        check(drainTimeout.toMillis() >= 0, "drain.timeout", "must not be negative", drainTimeout);
    }
}

package io.headwater.collector.ingest;

import static io.headwater.config.Checks.check;

import io.headwater.collector.dialect.Limits;
import java.time.Duration;

/**
 * What an ingest verticle needs to know.
 *
 * @param drainTimeout for requests under way when it stops
 */
public record IngestConfig(String region, HttpConfig http, EdgesConfig edges, Limits limits, Duration drainTimeout) {
    public IngestConfig {
        check(drainTimeout.toMillis() >= 0, "drain.timeout", "must not be negative", drainTimeout);
    }
}

package io.headwater.collector.forward;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;
import java.time.Duration;

/**
 * How the spool is drained into Kafka ({@code forward.drain} in collector.yaml).
 *
 * @param inFlightBytes of spooled records, unacknowledged at once
 * @param inFlightRecords spooled records unacknowledged at once
 * @param beside records a second while requests go to Kafka themselves
 * @param retryAfter the pause after Kafka or the spool would not let it go on
 */
public record DrainConfig(Size inFlightBytes, int inFlightRecords, int beside, Duration retryAfter) {
    public DrainConfig {
        check(
                inFlightBytes.bytes() >= 1 << 20 && inFlightBytes.bytes() <= 1 << 30,
                "forward.drain.inFlightBytes",
                "must be 1MiB to 1GiB",
                inFlightBytes);
        check(inFlightRecords >= 1, "forward.drain.inFlightRecords", "must be at least 1", inFlightRecords);
        check(beside >= 1, "forward.drain.beside", "must be at least 1", beside);
        check(retryAfter.toMillis() >= 1, "forward.drain.retryAfter", "must be at least 1ms", retryAfter);
    }
}

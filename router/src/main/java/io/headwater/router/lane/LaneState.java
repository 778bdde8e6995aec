package io.headwater.router.lane;

import java.time.Instant;
import java.util.Optional;

/**
 * What a lane is about, for whoever operates it.
 *
 * @param word {@code open}; {@code down} or {@code setup} while its breaker is open; {@code paused}; {@code stopped}
 * @param reason label of why its breaker is open, or empty
 * @param mend what helps, a sentence without its full stop; empty where nothing must be mended
 * @param held events in memory, those on their way to Kafka included
 * @param inFlight attempts under way
 * @param limit attempts that may be under way at once now
 * @param nextProbe when it is tried next, while its breaker is open
 */
public record LaneState(
        String word, String reason, String mend, int held, int inFlight, int limit, Optional<Instant> nextProbe) {}

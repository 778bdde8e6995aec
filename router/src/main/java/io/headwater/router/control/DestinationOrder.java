package io.headwater.router.control;

import java.time.Instant;
import java.util.Optional;

/**
 * What operators have ordered about one destination.
 *
 * @param paused since when and by whom, where it is
 * @param skipBefore what was owed to it before this moment, on the brokers' clock, becomes dead letters
 */
public record DestinationOrder(Optional<Pause> paused, Optional<Instant> skipBefore) {
    public static final DestinationOrder NONE = new DestinationOrder(Optional.empty(), Optional.empty());

    /** Who paused it and why, in their own words; {@code note} may be empty. */
    public record Pause(String by, Instant at, String note) {}

    public DestinationOrder pausedAs(Pause pause) {
        return new DestinationOrder(Optional.of(pause), skipBefore);
    }

    public DestinationOrder resumed() {
        return new DestinationOrder(Optional.empty(), skipBefore);
    }

    /** Whether what was written to the log at this moment, in milliseconds since 1970, is skipped. */
    public boolean skips(long timestamp) {
        return skipBefore.filter(before -> timestamp < before.toEpochMilli()).isPresent();
    }
}

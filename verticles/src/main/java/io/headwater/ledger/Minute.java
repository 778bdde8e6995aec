package io.headwater.ledger;

import java.time.Instant;

/** The minutes that the ledger's windows are, counted from 1970-01-01T00:00Z. */
public final class Minute {
    private static final long MILLIS = 60_000;

    private Minute() {}

    /** The one that {@code instant} is in. */
    public static long of(Instant instant) {
        return ofMillis(instant.toEpochMilli());
    }

    /** The one that this time is in, in milliseconds since 1970. */
    public static long ofMillis(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    /** When it begins. */
    public static Instant start(long minute) {
        return Instant.ofEpochMilli(minute * MILLIS);
    }
}

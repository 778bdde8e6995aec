package io.headwater.deploy.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until the test moves it. */
public final class FakeClock extends Clock {
    private final Instant start;
    private final AtomicLong nanosSince;
    private final ZoneId zone;

    private FakeClock(Instant start, AtomicLong nanosSince, ZoneId zone) {
        this.start = start;
        this.nanosSince = nanosSince;
        this.zone = zone;
    }

    public static FakeClock at(Instant start) {
        return new FakeClock(start, new AtomicLong(), ZoneOffset.UTC);
    }

    /** Starts at an arbitrary but always the same moment. */
    public static FakeClock start() {
        return at(Instant.parse("2026-01-15T12:00:00Z"));
    }

    /** Moves on, or back where negative, as clocks do when they are set. */
    public void advance(Duration by) {
        nanosSince.addAndGet(by.toNanos());
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanosSince.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, read in another zone: both move together. */
    @Override
    public Clock withZone(ZoneId other) {
        return new FakeClock(start, nanosSince, other);
    }
}

package io.headwater.collector.spool;

import io.headwater.collector.spool.SpoolRefused.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the spool counts, in records, from its opening on:
 * <pre>
 *   records at opening + appended = records + drained + quarantined + corrupt
 * </pre>
 * Alert on any {@code corrupt} or {@code quarantined}, on {@code sync.failed}, and when {@code time.to.full} is under an hour.
 * A record refused as late is appended as well where the disk took it after all.
 */
final class SpoolMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(400),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final String region;
    private final Counter appended;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
    private final Timer sync;
    private final Counter syncFailed;
    private final Counter drained;
    private final Counter quarantined;
    private final Counter corrupt;
    private final List<Meter> gauges = new ArrayList<>();

    /** @param region whose Kafka what is in the spool waits for */
    SpoolMeters(MeterRegistry registry, String region) {
        this.registry = registry;
        this.region = region;
        this.appended = counter("appended", "Records made durable in the spool");
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("headwater.spool.refused")
                            .description("Records the spool did not acknowledge, by reason")
                            .tag("region", region)
                            .tag("reason", reason.word())
                            .register(registry));
        }
        this.sync = Timer.builder("headwater.spool.sync")
                .description("Time of one write and its fsync, which all appends that waited share")
                .tag("region", region)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.syncFailed = counter("sync.failed", "Writes and fsyncs that failed; each seals its segment");
        this.drained = counter("drained", "Records drained to Kafka");
        this.quarantined =
                counter("quarantined", "Records Kafka refused for themselves, kept in the quarantine folder");
        this.corrupt = counter("corrupt.records", "Records the disk lost; what was found of them is in quarantine");
    }

    private Counter counter(String name, String description) {
        return Counter.builder("headwater.spool." + name)
                .description(description)
                .tag("region", region)
                .register(registry);
    }

    /** Shows the state of an open spool until {@link #hide}. */
    void show(Supplier<SpoolState> state, Growth growth, Clock clock) {
        gauge("records", "Records not drained yet", () -> state.get().records());
        gauge(
                "bytes",
                "Bytes of the segments that hold records not drained yet",
                () -> state.get().bytes(),
                "bytes");
        gauge("capacity", "Bytes that may still be appended", () -> state.get().capacity(), "bytes");
        gauge(
                "oldest",
                "Time the oldest record not drained yet has been in the spool; 0 without one",
                () -> state.get()
                        .oldest()
                        .map(since -> Duration.between(since, clock.instant()).toMillis() / 1e3)
                        .orElse(0.0),
                "seconds");
        gauge(
                "time.to.full",
                "Time until the spool is full at its present growth; +Inf while it does not grow",
                () -> growth.secondsUntil(state.get().capacity()),
                "seconds");
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        gauge(name, description, value, "");
    }

    private void gauge(String name, String description, Supplier<Number> value, String unit) {
        Gauge.Builder<Supplier<Number>> gauge = Gauge.builder("headwater.spool." + name, value)
                .description(description)
                .tag("region", region);
        gauges.add((unit.isEmpty() ? gauge : gauge.baseUnit(unit)).register(registry));
    }

    void hide() {
        gauges.forEach(registry::remove);
    }

    void appended(int records) {
        appended.increment((double) records);
    }

    void refused(Reason reason, int records) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment((double) records);
        }
    }

    void synced(long nanos) {
        sync.record(nanos, TimeUnit.NANOSECONDS);
    }

    void syncFailed() {
        syncFailed.increment();
    }

    void drained(long records) {
        drained.increment((double) records);
    }

    void quarantined() {
        quarantined.increment();
    }

    void corrupt(long records) {
        corrupt.increment((double) records);
    }
}

package io.headwater.router.consume;

import io.headwater.ops.Lag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is counted while the log is read, by reading: {@code events}, {@code ordered}, {@code retry}, {@code backlog},
 * {@code replay}. {@code consumed = unrouted + dead(unreadable, removed, poison) + duplicates +
 * routed + passed over}, and each routed
 * event is {@code owed} to every destination it goes to. Alert on any {@code lost}, on {@code deaths} that rise, on
 * {@code partitions.paused} of {@code events} that stays up, and on {@code commit.failures} that go on.
 */
final class ConsumeMeters {
    private final Counter consumed;
    private final Timer transit;
    private final Counter skipped;
    private final Counter lost;
    private final Counter unrouted;
    private final Counter routed;
    private final AtomicInteger paused = new AtomicInteger();
    private final Counter commitFailures;
    private final Counter deaths;

    ConsumeMeters(MeterRegistry meters, String reading) {
        this.transit = Lag.hop(meters, "transit", "destination", "");
        this.skipped = counter(
                meters, reading, "headwater.skipped", "Records read again that a commit's metadata says are settled");
        this.lost = counter(
                meters, reading, "headwater.lost", "Offsets the log skipped that were never settled: named loss");
        this.consumed = counter(meters, reading, "headwater.consumed", "Records taken from the log");
        this.unrouted =
                counter(meters, reading, "headwater.unrouted", "Events no route leads anywhere; settled at once");
        this.routed =
                counter(meters, reading, "headwater.routed", "Events handed to the lane of each of their destinations");
        this.commitFailures =
                counter(meters, reading, "headwater.commit.failures", "Commits that failed and are tried again");
        this.deaths = counter(
                meters, reading, "headwater.deaths", "Partitions taken over from readers that ended without a word");
        Gauge.builder("headwater.partitions.paused", paused, AtomicInteger::get)
                .description("Partitions that wait: for room in a lane, until an event is due, or for a commit")
                .tag("reading", reading)
                .register(meters);
    }

    void consumed() {
        consumed.increment();
    }

    void transit(Duration sinceAppended) {
        Lag.record(transit, sinceAppended);
    }

    void skipped() {
        skipped.increment();
    }

    void lost(long offsets) {
        lost.increment((double) offsets);
    }

    void unrouted() {
        unrouted.increment();
    }

    void routed() {
        routed.increment();
    }

    void paused(int more) {
        paused.addAndGet(more);
    }

    void commitFailed() {
        commitFailures.increment();
    }

    void died() {
        deaths.increment();
    }

    private static Counter counter(MeterRegistry meters, String reading, String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("reading", reading)
                .register(meters);
    }
}

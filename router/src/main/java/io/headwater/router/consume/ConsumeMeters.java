package io.headwater.router.consume;

import io.headwater.ops.Lag;
import io.headwater.router.lane.LaneMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is counted while events are read from the log. {@code consumed = unrouted + dead(unreadable) + routed}, and each
 * routed event is {@code owed} to every destination of its source. Alert on any {@code lost}, on {@code partitions.paused}
 * that stays up, and on {@code commit.failures} that go on.
 */
final class ConsumeMeters {
    private final Counter consumed;
    private final Timer transit;
    private final Counter skipped;
    private final Counter lost;
    private final Counter unreadable;
    private final Counter unrouted;
    private final Counter routed;
    private final AtomicInteger paused = new AtomicInteger();
    private final Counter commitFailures;

    ConsumeMeters(MeterRegistry meters) {
        this.transit = Lag.hop(meters, "transit", "destination", "");
        this.skipped =
                counter(meters, "headwater.skipped", "Records read again that a commit's metadata says are settled");
        this.lost = counter(meters, "headwater.lost", "Offsets the log skipped that were never settled: named loss");
        this.consumed = counter(meters, "headwater.consumed", "Records taken from the log");
        this.unreadable = LaneMeters.dead(meters, "", "unreadable");
        this.unrouted = counter(meters, "headwater.unrouted", "Events no route leads anywhere; settled at once");
        this.routed = counter(meters, "headwater.routed", "Events handed to the lane of each of their destinations");
        this.commitFailures = counter(meters, "headwater.commit.failures", "Commits that failed and are tried again");
        Gauge.builder("headwater.partitions.paused", paused, AtomicInteger::get)
                .description("Partitions that wait for room in a lane, or for the last commit to be read")
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

    void unreadable() {
        unreadable.increment();
    }

    void unrouted() {
        unrouted.increment();
    }

    void routed() {
        routed.increment();
    }

    void paused(int partitions) {
        paused.set(partitions);
    }

    void commitFailed() {
        commitFailures.increment();
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }
}

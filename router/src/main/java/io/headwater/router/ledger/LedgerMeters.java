package io.headwater.router.ledger;

import io.headwater.kafka.ReportFollower;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the ledger says, of all it keeps. Every router says the same, so take the highest and never the sum. Alert on any
 * {@code ledger.lost}, {@code ledger.phantoms} or {@code ledger.reported.twice}, on {@code ledger.stranded}, and on
 * {@code ledger.stale.seconds} that rises.
 */
final class LedgerMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Hop, AtomicLong> lost = new EnumMap<>(Hop.class);
    private final AtomicLong stranded;
    private final AtomicLong unconfirmed;
    private final AtomicLong phantoms;
    private final AtomicLong twice;
    private final AtomicLong bytes;
    private final Counter reports;
    private final Counter unreadable;
    private final Counter failures;
    private final MultiGauge clocks;
    private final AtomicLong latest = new AtomicLong();
    private volatile double stale;

    LedgerMeters(MeterRegistry registry, String region) {
        this.registry = registry;
        this.tags = Tags.of("region", region);
        for (Hop hop : Hop.values()) {
            AtomicLong value = new AtomicLong();
            Gauge.builder("headwater.ledger.lost", value, AtomicLong::get)
                    .description("Acknowledged events that are gone, by hop")
                    .tags(tags.and("hop", hop.label()))
                    .register(registry);
            lost.put(hop, value);
        }
        stranded = gauge("stranded", "Events in the spool of an edge that is silent for long");
        unconfirmed = gauge("unconfirmed", "Numbers of forwarders that have ended, of which nobody knows anything");
        phantoms = gauge("phantoms", "Events read that no edge has accepted");
        twice = gauge("reported.twice", "Deliveries that one router reported twice");
        bytes = gauge("memory.bytes", "Memory of the ledger, roughly");
        reports = counter("reports", "Reports read from hw.ledger");
        unreadable = counter("unreadable", "Records of hw.ledger that are no reports of ours");
        failures = counter(
                "read.failures", "Times that hw.ledger could not be read, or Kafka be asked how far it is read");
        Gauge.builder("headwater.ledger.stale.seconds", this, each -> each.stale)
                .description("Age of the latest report; edges and routers write one every few seconds")
                .tags(tags)
                .register(registry);
        clocks = MultiGauge.builder("headwater.clock.ahead.seconds")
                .description("What the clock of an edge is ahead of Kafka's, or the worst of the routers' clocks")
                .tags(tags)
                .register(registry);
    }

    void report(long appendedAt) {
        reports.increment();
        latest.accumulateAndGet(appendedAt, Math::max);
    }

    void unreadable() {
        unreadable.increment();
    }

    void failed() {
        failures.increment();
    }

    /** Says anew what the ledger says. */
    void follow(Ledger ledger, ReportFollower.Progress progress, long now) {
        stale = latest.get() == 0 ? 0 : Math.max(0, now - latest.get()) / 1_000.0;
        if (!progress.isCaughtUp()) {
            return;
        }
        Totals totals = ledger.totals();
        lost.forEach((hop, gauge) -> gauge.set(totals.lost(hop)));
        stranded.set(totals.stranded);
        unconfirmed.set(totals.unconfirmed);
        phantoms.set(totals.phantoms);
        twice.set(totals.reportedTwice);
        bytes.set(ledger.bytes());
        follow(ledger.clocks());
    }

    private void follow(Clocks.Offsets offsets) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        offsets.edges()
                .forEach((site, ahead) ->
                        rows.add(MultiGauge.Row.of(Tags.of("kind", "edge", "site", site), ahead / 1e6)));
        offsets.routers().values().stream()
                .max(Comparator.comparingLong(Math::abs))
                .ifPresent(ahead -> rows.add(MultiGauge.Row.of(Tags.of("kind", "router", "site", ""), ahead / 1e6)));
        clocks.register(rows, true);
    }

    private AtomicLong gauge(String name, String description) {
        AtomicLong value = new AtomicLong();
        Gauge.builder("headwater.ledger." + name, value, AtomicLong::get)
                .description(description)
                .tags(tags)
                .register(registry);
        return value;
    }

    private Counter counter(String name, String description) {
        return Counter.builder("headwater.ledger." + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}

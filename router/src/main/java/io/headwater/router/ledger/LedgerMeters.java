package io.headwater.router.ledger;

import io.headwater.kafka.ReportFollower;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the ledger says, of all it keeps. Every router says the same, so take the highest and never the sum. Alert on any
 * {@code ledger.lost}, {@code ledger.phantoms} or {@code ledger.reported.twice}, on {@code ledger.stranded}, and on
 * {@code ledger.stale.seconds} that rises.
 */
final class LedgerMeters {
    private final Map<Hop, AtomicLong> lost = new EnumMap<>(Hop.class);
    private final AtomicLong stranded;
    private final AtomicLong unconfirmed;
    private final AtomicLong phantoms;
    private final AtomicLong twice;
    private final AtomicLong bytes;
    private final Counter reports;
    private final Counter unreadable;
    private final Counter failures;
    private final AtomicLong latest = new AtomicLong();
    private volatile double stale;

    LedgerMeters(MeterRegistry meters) {
        for (Hop hop : Hop.values()) {
            lost.put(
                    hop,
                    gauge(
                            meters,
                            "headwater.ledger.lost",
                            "Acknowledged events that are gone, by hop",
                            "hop",
                            hop.label()));
        }
        stranded = gauge(meters, "headwater.ledger.stranded", "Events in the spool of an edge that is silent for long");
        unconfirmed = gauge(
                meters,
                "headwater.ledger.unconfirmed",
                "Numbers of forwarders that have ended, of which nobody knows anything");
        phantoms = gauge(meters, "headwater.ledger.phantoms", "Events read that no edge has accepted");
        twice = gauge(meters, "headwater.ledger.reported.twice", "Deliveries that one router reported twice");
        bytes = gauge(meters, "headwater.ledger.memory.bytes", "Memory of the ledger, roughly");
        reports = Counter.builder("headwater.ledger.reports")
                .description("Reports read from hw.ledger")
                .register(meters);
        unreadable = Counter.builder("headwater.ledger.unreadable")
                .description("Records of hw.ledger that are no reports of ours")
                .register(meters);
        failures = Counter.builder("headwater.ledger.proof.failures")
                .description("Times that Kafka could not be asked how far it is read")
                .register(meters);
        Gauge.builder("headwater.ledger.stale.seconds", this, each -> each.stale)
                .description(
                        "Age of the latest report while more stand in hw.ledger, or none come though edges should sign")
                .register(meters);
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
    }

    private static AtomicLong gauge(MeterRegistry meters, String name, String description, String... tags) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .tags(tags)
                .register(meters);
        return value;
    }
}

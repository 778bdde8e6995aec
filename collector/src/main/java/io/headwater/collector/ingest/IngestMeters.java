package io.headwater.collector.ingest;

import io.headwater.collector.admit.Admission;
import io.headwater.collector.dialect.Decoded;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.Acceptance;
import io.headwater.event.Rejection;
import io.headwater.ops.Lag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What ingest counts. Every request is answered once: {@code requests = Σ over status}. Of those answered 429 and 503,
 * {@code requests{429} = Σ shed{429} + Σ source over quota} and {@code Σ shed{429} = Σ source shed}, and {@code requests{503} = Σ shed{503} + }those for which nothing
 * durable was at hand. Events of requests answered 200, or 400 for a single bad one: {@code found = accepted + rejected};
 * {@code accepted} equals the forwarder's {@code appended + spooled} as long as every answer goes out. Of connections,
 * {@code came = refused + closed + open}.
 */
public final class IngestMeters {
    private final MeterRegistry meters;
    private final Map<String, Counter> accepted = new ConcurrentHashMap<>();
    private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
    private final Map<Integer, Counter> requests = new ConcurrentHashMap<>();
    private final Map<String, Counter> shed = new ConcurrentHashMap<>();
    private final Map<String, Counter> shedSources = new ConcurrentHashMap<>();
    private final Map<String, Counter> overQuota = new ConcurrentHashMap<>();
    private final Map<String, Counter> flagged = new ConcurrentHashMap<>();
    private final Counter ignored;
    private final Timer lag;

    public IngestMeters(MeterRegistry meters, Admission admission, Connections connections) {
        this.meters = meters;
        this.ignored = Counter.builder("headwater.attributes.ignored")
                .description("Attributes of a wrong type, left in the data and otherwise ignored")
                .register(meters);
        this.lag = Lag.hop(meters, "ingest");
        Gauge.builder("headwater.ingest.in.flight.requests", admission, Admission::requests)
                .description("Requests waiting for the forwarder; at most the limit in force")
                .register(meters);
        Gauge.builder("headwater.ingest.in.flight.limit", admission, Admission::limit)
                .description("Requests that may wait for the forwarder now; at most admission.inFlightRequests")
                .register(meters);
        Gauge.builder("headwater.ingest.in.flight.bytes", admission, Admission::bytes)
                .description("Bytes of request bodies held; at most admission.inFlightBytes")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("headwater.ingest.connections", connections, Connections::open)
                .description("Connections open; at most http.maxConnections")
                .register(meters);
        FunctionCounter.builder("headwater.ingest.connections.refused", connections, Connections::refused)
                .description("Connections closed as they came, being more than http.maxConnections")
                .register(meters);
    }

    void answered(int status) {
        requests.computeIfAbsent(status, this::requestsWith).increment();
    }

    /** @param status as it was answered, which may be another than the refusal's own */
    void refused(Refusal refusal, int status) {
        answered(status);
        refusal.shedFor().ifPresent(one -> shed(one, status));
        refusal.over()
                .ifPresent(over -> overQuota
                        .computeIfAbsent(
                                over.source() + " " + over.excess().key(),
                                key -> overQuotaOf(
                                        over.source().toString(), over.excess().key()))
                        .increment());
    }

    private void shed(Refusal.Shed one, int status) {
        shed.computeIfAbsent(status + " " + one.key(), key -> shedFor(one.key(), status))
                .increment();
        if (status == 429) {
            shedSources.computeIfAbsent(one.source(), this::shedOf).increment();
        }
    }

    /** The events of a request are durable. */
    void durable(Acceptance acceptance, Decoded decoded, Clock clock) {
        if (!decoded.events().isEmpty()) {
            String dialect = acceptance.origin().dialect();
            accepted.computeIfAbsent(dialect, this::acceptedBy)
                    .increment(decoded.events().size());
        }
        for (Rejection rejection : decoded.rejections()) {
            rejected.computeIfAbsent(rejection.code(), this::rejectedFor).increment();
        }
        if (decoded.ignored() > 0) {
            ignored.increment(decoded.ignored());
        }
        Lag.record(lag, Duration.between(acceptance.acceptedAt(), clock.instant()));
    }

    /** So many events of a source break their schema and are durable all the same. */
    void flagged(Source source, int count) {
        if (count > 0) {
            flagged.computeIfAbsent(source.id().toString(), this::flaggedOf).increment(count);
        }
    }

    private Counter flaggedOf(String source) {
        return Counter.builder("headwater.schema.flagged")
                .description(
                        "Events accepted though they break their schema, as their source wants it (onBreach: flag)")
                .tag("source", source)
                .register(meters);
    }

    private Counter requestsWith(int status) {
        return Counter.builder("headwater.ingest.requests")
                .description("Requests by the status they were answered with")
                .tag("status", Integer.toString(status))
                .register(meters);
    }

    private Counter shedFor(String key, int status) {
        return Counter.builder("headwater.ingest.shed")
                .description("Requests refused for want of room or time, by the key that says how much there is")
                .tag("reason", key)
                .tag("status", Integer.toString(status))
                .register(meters);
    }

    private Counter shedOf(String source) {
        return Counter.builder("headwater.source.shed")
                .description("Requests answered 429: their source held more than its share while others needed theirs")
                .tag("source", source)
                .register(meters);
    }

    private Counter overQuotaOf(String source, String kind) {
        return Counter.builder("headwater.source.over.quota")
                .description("Requests answered 429: their source sent more than its quota")
                .tag("source", source)
                .tag("reason", kind)
                .register(meters);
    }

    private Counter acceptedBy(String dialect) {
        return Counter.builder("headwater.accepted")
                .description("Events acknowledged to clients")
                .tag("dialect", dialect)
                .register(meters);
    }

    private Counter rejectedFor(String reason) {
        return Counter.builder("headwater.rejected")
                .description("Events rejected alone, durable in hw.rejected with the reason")
                .tag("reason", reason)
                .register(meters);
    }
}

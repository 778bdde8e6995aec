package io.headwater.collector.ingest;

import io.headwater.collector.admit.InFlight;
import io.headwater.collector.dialect.Decoded;
import io.headwater.event.Acceptance;
import io.headwater.event.Rejection;
import io.headwater.ops.Lag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What ingest counts. Every request is answered once: {@code requests = Σ over status}. Events of requests answered 200, or
 * 400 for a single bad one: {@code found = accepted + rejected}; {@code accepted} equals the forwarder's {@code appended}
 * as long as every answer goes out.
 */
public final class IngestMeters {
    private final MeterRegistry meters;
    private final Map<String, Counter> accepted = new ConcurrentHashMap<>();
    private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
    private final Map<Integer, Counter> requests = new ConcurrentHashMap<>();
    private final Counter ignored;
    private final Timer lag;

    public IngestMeters(MeterRegistry meters, InFlight inFlight) {
        this.meters = meters;
        this.ignored = Counter.builder("headwater.attributes.ignored")
                .description("Attributes of a wrong type, left in the data and otherwise ignored")
                .register(meters);
        this.lag = Lag.hop(meters, "ingest");
        Gauge.builder("headwater.ingest.in.flight.requests", inFlight, InFlight::requests)
                .description("Requests waiting for the forwarder; at most admission.inFlightRequests")
                .register(meters);
        Gauge.builder("headwater.ingest.in.flight.bytes", inFlight, InFlight::bytes)
                .description("Bytes of request bodies held; at most admission.inFlightBytes")
                .baseUnit("bytes")
                .register(meters);
    }

    void answered(int status) {
        requests.computeIfAbsent(status, this::requestsWith).increment();
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

    private Counter requestsWith(int status) {
        return Counter.builder("headwater.ingest.requests")
                .description("Requests by the status they were answered with")
                .tag("status", Integer.toString(status))
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

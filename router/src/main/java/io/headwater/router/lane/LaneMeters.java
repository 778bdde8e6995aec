package io.headwater.router.lane;

import io.headwater.ops.Lag;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one lane counts. At any moment {@code owed = delivered + dead + lane.events}; alert when {@code lane.events} stays
 * up, when {@code lane.setup} is 1, or when {@code dead} rises.
 */
public final class LaneMeters {
    private final Counter owed;
    private final Map<Reason, Counter> attempts = new EnumMap<>(Reason.class);
    private final Counter delivered;
    private final Counter refused;
    private final Counter unfit;
    private final AtomicInteger events;
    private final AtomicInteger inFlight;
    private final AtomicInteger setup;
    private final Timer laneLag;
    private final Timer deliveryLag;
    private final Timer totalLag;

    public LaneMeters(MeterRegistry meters, DestinationId id) {
        String destination = id.toString();
        this.owed =
                counter(meters, "headwater.owed", "Events a destination is owed since it was routed to", destination);
        this.events = gauge(meters, "headwater.lane.events", "Events a lane holds", destination);
        this.laneLag = Lag.hop(meters, "lane", "destination", destination);
        this.inFlight = gauge(meters, "headwater.lane.inflight", "Attempts under way", destination);
        for (Reason reason : Reason.values()) {
            attempts.put(reason, attempts(meters, reason, destination));
        }
        this.setup =
                gauge(meters, "headwater.lane.setup", "1 while something must be mended at a destination", destination);
        this.deliveryLag = Lag.hop(meters, "delivery", "destination", destination);
        this.totalLag = Lag.hop(meters, "total", "destination", destination);
        this.delivered = counter(meters, "headwater.delivered", "Events a destination took", destination);
        this.refused = dead(meters, destination, "refused");
        this.unfit = dead(meters, destination, "unfit");
    }

    void owed() {
        owed.increment();
    }

    void firstAttempt(Duration sinceConsumed) {
        Lag.record(laneLag, sinceConsumed);
    }

    void ended(Reason reason) {
        counted(reason).increment();
    }

    void delivered(Duration sinceAttempt, Duration sinceAccepted) {
        Lag.record(deliveryLag, sinceAttempt);
        Lag.record(totalLag, sinceAccepted);
        delivered.increment();
    }

    void refused() {
        refused.increment();
    }

    void unfit() {
        unfit.increment();
    }

    void state(int eventsHeld, int attemptsUnderWay, boolean needsMending) {
        events.set(eventsHeld);
        inFlight.set(attemptsUnderWay);
        setup.set(needsMending ? 1 : 0);
    }

    /** Events that became dead letters. */
    public static Counter dead(MeterRegistry meters, String destination, String reason) {
        return Counter.builder("headwater.dead")
                .description("Events that became dead letters")
                .tags("destination", destination, "reason", reason)
                .register(meters);
    }

    private Counter counted(Reason reason) {
        Counter counter = attempts.get(reason);
        return Objects.requireNonNull(counter, "a counter stands for every reason");
    }

    private static Counter attempts(MeterRegistry meters, Reason reason, String destination) {
        return Counter.builder("headwater.attempts")
                .description("Requests to a destination, by how they ended")
                .tags("destination", destination, "outcome", reason.outcome(), "reason", reason.label())
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description, String destination) {
        return Counter.builder(name)
                .description(description)
                .tag("destination", destination)
                .register(meters);
    }

    private static AtomicInteger gauge(MeterRegistry meters, String name, String description, String destination) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder(name, value, AtomicInteger::get)
                .description(description)
                .tag("destination", destination)
                .register(meters);
        return value;
    }
}

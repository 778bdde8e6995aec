package io.headwater.router.lane;

import io.headwater.ops.Lag;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What one lane counts. At any moment {@code owed = delivered + dead + parked + delayed + lane.events}; what was parked or
 * delayed is owed again when it comes back. Alert when {@code lane.setup} is 1, when {@code lane.down} stays 1, or when
 * {@code dead} rises.
 */
public final class LaneMeters {
    private final Counter owed;
    private final Map<Reason, Counter> attempts = new EnumMap<>(Reason.class);
    private final Map<Parking, Counter> parked = new EnumMap<>(Parking.class);
    private final Map<Burial, Counter> dead = new EnumMap<>(Burial.class);
    private final Counter probes;
    private final Counter delivered;
    private final Counter delayed;
    private final Timer laneLag;
    private final Timer deliveryLag;
    private final Timer totalLag;
    private final LaneGauges.Part gauges;

    LaneMeters(MeterRegistry meters, DestinationId id, LaneGauges shared) {
        this.gauges = shared.part();
        String destination = id.toString();
        this.owed = counter(meters, "headwater.owed", "Events handed to a destination's lane", destination);
        this.laneLag = Lag.hop(meters, "lane", "destination", destination);
        for (Reason reason : Reason.values()) {
            attempts.put(reason, attempts(meters, reason, destination));
        }
        this.probes = counter(
                meters, "headwater.lane.probes", "Requests to find out whether a destination is back", destination);
        this.deliveryLag = Lag.hop(meters, "delivery", "destination", destination);
        this.totalLag = Lag.hop(meters, "total", "destination", destination);
        this.delivered = counter(meters, "headwater.delivered", "Events a destination took", destination);
        for (Parking why : Parking.values()) {
            parked.put(why, parked(meters, why, destination));
        }
        this.delayed =
                counter(meters, "headwater.delayed", "Events that failed alone and went to a delay topic", destination);
        for (Burial why : Burial.values()) {
            dead.put(why, dead(meters, destination, why.label()));
        }
    }

    void owed() {
        owed.increment();
    }

    void firstAttempt(Duration sinceConsumed) {
        Lag.record(laneLag, sinceConsumed);
    }

    void probe() {
        probes.increment();
    }

    void ended(Reason reason) {
        counted(attempts, reason).increment();
    }

    void delivered() {
        delivered.increment();
    }

    void lag(Duration sinceAttempt, Duration sinceAccepted) {
        Lag.record(deliveryLag, sinceAttempt);
        Lag.record(totalLag, sinceAccepted);
    }

    void parked(Parking why) {
        counted(parked, why).increment();
    }

    void delayed() {
        delayed.increment();
    }

    void dead(Burial why) {
        counted(dead, why).increment();
    }

    /** How the lane stands. */
    LaneGauges.Part gauges() {
        return gauges;
    }

    /** Events that became dead letters. */
    public static Counter dead(MeterRegistry meters, String destination, String reason) {
        return Counter.builder("headwater.dead")
                .description("Events that became dead letters")
                .tags("destination", destination, "reason", reason)
                .register(meters);
    }

    private static <K> Counter counted(Map<K, Counter> counters, K label) {
        return Objects.requireNonNull(counters.get(label), "a counter stands for every label");
    }

    private static Counter parked(MeterRegistry meters, Parking why, String destination) {
        return Counter.builder("headwater.parked")
                .description("Events written to a destination's backlog, by why they could not stay")
                .tags("destination", destination, "reason", why.label())
                .register(meters);
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
}

package io.headwater.router.lane;

import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A lane for each destination. */
public final class Lanes {
    private final List<DestinationConfig> destinations;
    private final LaneConfig lane;
    private final RetryConfig retry;
    private final Duration busTimeout;
    private final MeterRegistry meters;

    /**
     * @param busTimeout for an outcome on the event bus, beyond the destination's own timeout
     */
    public Lanes(
            List<DestinationConfig> destinations,
            LaneConfig lane,
            RetryConfig retry,
            Duration busTimeout,
            MeterRegistry meters) {
        this.destinations = List.copyOf(destinations);
        this.lane = lane;
        this.retry = retry;
        this.busTimeout = busTimeout;
        this.meters = meters;
    }

    /**
     * Opens them on the current Vert.x context.
     *
     * @param room what to do when a lane that had refused an event has room again
     */
    public Map<DestinationId, Lane> open(Vertx vertx, Runnable room) {
        Backoff backoff = new Backoff(retry, () -> ThreadLocalRandom.current().nextDouble());
        Map<DestinationId, Lane> open = new HashMap<>();
        for (DestinationConfig destination : destinations) {
            DestinationId id = destination.id();
            Duration timeout = destination.timeout().plus(busTimeout);
            Surroundings surroundings = new BusSurroundings(vertx, id, timeout, room);
            LaneMeters counted = new LaneMeters(meters, id);
            open.put(id, new Lane(LaneSpec.of(destination, lane), backoff, surroundings, counted));
        }
        return open;
    }
}

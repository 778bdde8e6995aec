package io.headwater.router.lane;

import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Placement;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Makes lanes. All lanes that a destination has in the life of a router are counted together. Lives on their context. */
public final class Lanes {
    private final LaneConfig lane;
    private final Backoff backoff;
    private final Duration busTimeout;
    private final MeterRegistry meters;
    private final LaneMemory memory;
    private final Map<DestinationId, LaneGauges> gauges = new HashMap<>();

    /**
     * @param busTimeout for an outcome on the event bus, beyond the destination's own timeout
     */
    public Lanes(LaneConfig lane, RetryConfig retry, Duration busTimeout, MeterRegistry meters) {
        this.lane = lane;
        this.backoff = new Backoff(retry, () -> ThreadLocalRandom.current().nextDouble());
        this.busTimeout = busTimeout;
        this.meters = meters;
        this.memory =
                LaneMemory.of(lane.memory(Runtime.getRuntime().maxMemory())).metered(meters);
    }

    /** Opens one on the current Vert.x context. */
    public Lane open(Vertx vertx, Placement placement, Supply supply) {
        DestinationId id = placement.id();
        Duration timeout = placement.config().timeout().plus(busTimeout);
        Surroundings surroundings = new BusSurroundings(vertx, placement.address(), timeout, supply);
        LaneGauges shared = gauges.computeIfAbsent(id, each -> new LaneGauges(meters, each));
        return new Lane(
                LaneSpec.of(placement.config(), lane),
                memory,
                backoff,
                surroundings,
                new LaneMeters(meters, id, shared));
    }
}

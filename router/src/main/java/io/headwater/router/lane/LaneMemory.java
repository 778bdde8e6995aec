package io.headwater.router.lane;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The memory of all lanes of a router: most of it for what they hold, the rest for what is on its way to Kafka, which is not to wait for
 * what cannot leave.
 *
 * @param holding of what waits to be sent or is under way
 * @param leaving of what is on its way to Kafka
 */
record LaneMemory(SharedMemory holding, SharedMemory leaving) {
    private static final int LEAVING_SHARE = 5;

    /** @param bytes for both */
    static LaneMemory of(long bytes) {
        return new LaneMemory(new SharedMemory(bytes - bytes / LEAVING_SHARE), new SharedMemory(bytes / LEAVING_SHARE));
    }

    LaneMemory metered(MeterRegistry meters) {
        Gauge.builder("headwater.lanes.bytes", () -> holding.held() + leaving.held())
                .description("Memory of the events all lanes hold, those on their way to Kafka included, roughly")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("headwater.lanes.limit", () -> holding.most() + leaving.most())
                .description("How much that may be (lane.heap of the largest heap)")
                .baseUnit("bytes")
                .register(meters);
        return this;
    }
}

package io.headwater.router.lane;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;
import java.time.Duration;

/**
 * How much one destination's lane may hold, and for how long ({@code lane} in the configuration).
 *
 * @param leaving events on their way to Kafka, to be parked, delayed or buried; beside the capacity
 * @param heap the share of the heap that what all lanes hold may take, that on its way to Kafka included
 * @param parkAfter an event that is in the lane longer than this is parked
 * @param fill how long a request waits for more events while a router is behind with reading; zero for not at all
 * @param request bytes of event data in one request; a larger event travels alone
 */
public record LaneConfig(
        Capacity capacity, Capacity leaving, double heap, Duration parkAfter, Duration fill, Size request) {
    public LaneConfig {
        checkHolds("lane.capacity", capacity);
        checkHolds("lane.leaving", leaving);
        check(heap >= 0.01 && heap <= 0.8, "lane.heap", "must be 0.01 to 0.8", heap);
        check(parkAfter.toMillis() >= 10, "lane.parkAfter", "must be at least 10ms", parkAfter);
        check(!fill.isNegative() && fill.toMillis() <= 1_000, "lane.fill", "must be at most 1s", fill);
        check(request.bytes() >= 1, "lane.request", "must be at least 1B", request);
        check(request.bytes() <= 64L << 20, "lane.request", "must be at most 64MiB", request);
    }

    /** Bytes for all lanes, of the most the heap may grow to. */
    long memory(long most) {
        return (long) (most * heap);
    }

    /** How much is held before it is full. What is empty takes any event. */
    public record Capacity(int events, Size bytes) {

        Capacity half() {
            return new Capacity(Math.max(1, events / 2), new Size(Math.max(1, bytes.bytes() / 2)));
        }
    }

    private static void checkHolds(String key, Capacity capacity) {
        check(capacity.events() >= 1, key + ".events", "must be at least 1", capacity.events());
        check(capacity.bytes().bytes() >= 1, key + ".bytes", "must be at least 1B", capacity.bytes());
    }
}

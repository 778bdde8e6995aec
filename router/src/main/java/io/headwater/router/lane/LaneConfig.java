package io.headwater.router.lane;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;

/**
 * How much one destination's lane may hold ({@code lane} in the configuration).
 *
 * @param request bytes of event data in one request; a larger event travels alone
 */
public record LaneConfig(Capacity capacity, Size request) {
    public LaneConfig {
        check(request.bytes() >= 1, "lane.request", "must be at least 1B", request);
        check(request.bytes() <= 64L << 20, "lane.request", "must be at most 64MiB", request);
    }

    /** What a lane holds before it is full. An empty lane takes any event. */
    public record Capacity(int events, Size bytes) {
        public Capacity {
            check(events >= 1, "lane.capacity.events", "must be at least 1", events);
            check(bytes.bytes() >= 1, "lane.capacity.bytes", "must be at least 1B", bytes);
        }
    }
}

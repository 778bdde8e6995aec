package io.headwater.router.lane;

import io.headwater.router.deliver.DestinationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a destination's lanes stand, all of them together: while one takes another's place there are two.
 *
 * <p>Each lane's part of them is a {@link Part}.
 */
final class LaneGauges {
    private final AtomicInteger events;
    private final AtomicInteger inFlight;
    private final AtomicInteger limit;
    private final AtomicInteger down;
    private final AtomicInteger setup;
    private final AtomicInteger paused;

    LaneGauges(MeterRegistry meters, DestinationId id) {
        String destination = id.toString();
        this.events = gauge(
                meters,
                "headwater.lane.events",
                "Events a lane holds, those on their way to Kafka included",
                destination);
        this.inFlight = gauge(meters, "headwater.lane.inflight", "Attempts under way", destination);
        this.limit = gauge(meters, "headwater.lane.limit", "Attempts that may be under way at once now", destination);
        this.down = gauge(
                meters, "headwater.lane.down", "1 while a destination takes no events and is only probed", destination);
        this.setup =
                gauge(meters, "headwater.lane.setup", "1 while something must be mended at a destination", destination);
        this.paused = gauge(meters, "headwater.lane.paused", "1 while a destination is paused", destination);
    }

    Part part() {
        return new Part();
    }

    /** One lane's part. */
    final class Part {
        private int held;
        private int underWay;
        private int allowed;
        private int open;
        private int mending;
        private int waiting;

        void memory(int eventsHeld, int attemptsUnderWay, int attemptsAllowed) {
            events.addAndGet(eventsHeld - held);
            inFlight.addAndGet(attemptsUnderWay - underWay);
            limit.addAndGet(attemptsAllowed - allowed);
            held = eventsHeld;
            underWay = attemptsUnderWay;
            allowed = attemptsAllowed;
        }

        void breaker(boolean isOpen, boolean needsMending, boolean isPaused) {
            down.addAndGet(one(isOpen) - open);
            setup.addAndGet(one(needsMending) - mending);
            paused.addAndGet(one(isPaused) - waiting);
            open = one(isOpen);
            mending = one(needsMending);
            waiting = one(isPaused);
        }
    }

    private static int one(boolean is) {
        return is ? 1 : 0;
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

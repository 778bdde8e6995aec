package io.headwater.router.lane;

import java.util.ArrayDeque;

/**
 * Events that leave a lane through Kafka, in order and a bounded number at once. Those that have to wait for the others
 * keep their room in the lane.
 */
final class Leaving {
    private final LaneConfig.Capacity most;
    private final ArrayDeque<Departure> waiting = new ArrayDeque<>();
    private final Amount underWay;
    private boolean starting;
    private boolean stopped;

    /** How one event leaves. */
    interface Departure {
        Held held();

        /** Starts writing it. */
        void start(Runnable durable);

        /** It is durable. */
        void durable();
    }

    /** @param shared what of all lanes is on its way */
    Leaving(LaneConfig.Capacity most, SharedMemory shared) {
        this.most = most;
        this.underWay = new Amount(shared);
    }

    /** Whether an event can leave at once. */
    boolean hasRoom(int weight) {
        return !stopped && waiting.isEmpty() && underWay.fits(weight, most);
    }

    int underWay() {
        return underWay.events();
    }

    void add(Departure departure) {
        waiting.add(departure);
        startNext();
    }

    /** Starts no more. */
    void stop() {
        stopped = true;
    }

    /* What is durable at once comes back here while the loop runs, and must not start another. */
    private void startNext() {
        if (starting) {
            return;
        }
        starting = true;
        while (!stopped
                && !waiting.isEmpty()
                && underWay.fits(waiting.element().held().weight(), most)) {
            start(waiting.remove());
        }
        starting = false;
    }

    private void start(Departure departure) {
        underWay.add(departure.held());
        departure.start(() -> {
            underWay.subtract(departure.held());
            departure.durable();
            startNext();
        });
    }
}

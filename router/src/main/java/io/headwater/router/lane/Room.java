package io.headwater.router.lane;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of its capacity a lane uses. Says in the log when the lane gets full, once an episode. */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);
    /* Full again within this time is the same episode. */
    private static final long EPISODE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LaneSpec spec;
    private int events;
    private long bytes;
    private boolean refused;
    private OptionalLong lastRefusal = OptionalLong.empty();

    Room(LaneSpec spec) {
        this.spec = spec;
    }

    /** Takes an event in, or returns false. An empty lane takes any. */
    boolean take(Owed owed, long now) {
        if (!fits(owed.weight())) {
            refused = true;
            sayFull(now);
            return false;
        }
        events++;
        bytes += owed.weight();
        return true;
    }

    void release(Owed owed) {
        events--;
        bytes -= owed.weight();
    }

    /** How many events are in. */
    int events() {
        return events;
    }

    /** Whether an event was refused since this was last asked. */
    boolean refusedSince() {
        boolean was = refused;
        refused = false;
        return was;
    }

    private boolean fits(int weight) {
        LaneConfig.Capacity capacity = spec.capacity();
        return events == 0
                || (events < capacity.events()
                        && bytes + weight <= capacity.bytes().bytes());
    }

    private void sayFull(long now) {
        if (lastRefusal.isEmpty() || now - lastRefusal.getAsLong() > EPISODE_NANOS) {
            LOG.warn(
                    "{} holds {} events, {} bytes, and is full: partitions whose next event is owed to it pause"
                            + " (router.yaml lane.capacity, destinations.yaml inFlight)",
                    spec.destination(),
                    events,
                    bytes);
        }
        lastRefusal = OptionalLong.of(now);
    }
}

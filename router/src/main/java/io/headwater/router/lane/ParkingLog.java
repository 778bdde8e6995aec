package io.headwater.router.lane;

import io.headwater.router.deliver.DestinationId;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log how many events were parked and why: the first at once, then sums. */
final class ParkingLog {
    private static final Logger LOG = LoggerFactory.getLogger(ParkingLog.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DestinationId destination;
    private final Map<Parking, Tally> tallies = new EnumMap<>(Parking.class);

    private static final class Tally {
        private long events;
        private long quietUntil;
    }

    ParkingLog(DestinationId destination) {
        this.destination = destination;
    }

    void parked(Parking why, long now) {
        Tally tally = tallies.computeIfAbsent(why, first -> new Tally());
        tally.events++;
        if (now >= tally.quietUntil) {
            LOG.warn(
                    "{}: parks events in its backlog, {} since this was last said: {}",
                    destination,
                    tally.events,
                    why.sentence());
            tally.events = 0;
            tally.quietUntil = now + QUIET_NANOS;
        }
    }
}

package io.headwater.router.backlog;

import io.headwater.kafka.DurableLog;
import io.headwater.router.dead.Place;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Standing;
import io.vertx.core.Future;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes events to their destination's backlog, each until it is durable. */
public final class Park {
    private final DurableLog log;
    private final Clock clock;

    public Park(DurableLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Completes when it is durable; {@code event} is the event wherever it stands now. */
    public Future<Void> write(
            ConsumerRecord<byte[], byte[]> event, DestinationId destination, Standing standing, String replay) {
        ParkedRecord parked =
                new ParkedRecord(destination, standing.parked(), replay, clock.instant(), Place.of(event));
        return log.append(parked.toBacklog(event));
    }
}

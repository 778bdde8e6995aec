package io.headwater.router.backlog;

import io.headwater.kafka.DurableLog;
import io.headwater.router.dead.Place;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Standing;
import io.vertx.core.Future;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes events that failed alone to the delay topic that is next for them, each until it is durable. */
public final class Delays {
    private final DurableLog log;
    private final BacklogConfig config;
    private final Clock clock;

    public Delays(DurableLog log, BacklogConfig config, Clock clock) {
        this.log = log;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Completes when it is durable.
     *
     * @param event wherever it stands now
     * @param standing before this delay
     */
    public Future<Void> write(
            ConsumerRecord<byte[], byte[]> event, DestinationId destination, Standing standing, String replay) {
        ParkedRecord parked =
                new ParkedRecord(destination, standing.delayed(), replay, clock.instant(), Place.of(event));
        return log.append(parked.toDelay(config.delay(standing.delays()), event));
    }
}

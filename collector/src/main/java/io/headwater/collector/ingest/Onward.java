package io.headwater.collector.ingest;

import io.headwater.bus.Forwarded;
import io.headwater.event.EventBatch;
import io.vertx.core.Future;

/** Where batches go from here. To be used on a Vert.x context, on which the answer comes. */
public interface Onward {

    /**
     * Completes when all of it is durable; fails with a {@link io.vertx.core.eventbus.ReplyException} when it is not known to be,
     * and sending it again is right.
     *
     * @param ordered whether the events of its source keep their order
     */
    Future<Forwarded> send(EventBatch batch, boolean ordered);
}

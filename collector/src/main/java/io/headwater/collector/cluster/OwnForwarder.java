package io.headwater.collector.cluster;

import io.headwater.bus.Address;
import io.headwater.bus.Forwarded;
import io.headwater.collector.ingest.Onward;
import io.headwater.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/** To the forwarder in this process, by reference. */
public final class OwnForwarder implements Onward {
    private final Vertx vertx;
    private final String address;
    private final DeliveryOptions options;

    /** @param answerWithin for its answer */
    public OwnForwarder(Vertx vertx, String region, Duration answerWithin) {
        this.vertx = vertx;
        this.address = Address.forward(region);
        this.options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(answerWithin.toMillis());
    }

    @Override
    public Future<Forwarded> send(EventBatch batch, boolean ordered) {
        return vertx.eventBus().<Forwarded>request(address, batch, options).map(Message::body);
    }
}

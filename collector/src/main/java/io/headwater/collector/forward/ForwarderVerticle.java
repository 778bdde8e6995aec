package io.headwater.collector.forward;

import io.headwater.bus.Address;
import io.headwater.bus.Forwarded;
import io.headwater.event.EventBatch;
import io.headwater.event.Rejection;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.Refused;
import io.headwater.kafka.TopicFacts;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;

/** Takes batches from the bus, numbers their events and appends them to Kafka; its reply means durable. */
public final class ForwarderVerticle extends VerticleBase {
    /** The failure code of a batch that is not known to be durable; sending it again is right. */
    public static final int UNAVAILABLE = 503;

    private final Forwarding forwarding;
    private final LogProducer producer;
    private final Future<TopicFacts> topics;

    public ForwarderVerticle(Forwarding forwarding, LogProducer producer, Future<TopicFacts> topics) {
        this.forwarding = forwarding;
        this.producer = producer;
        this.topics = topics;
    }

    @Override
    public Future<?> start() {
        MessageConsumer<EventBatch> batches =
                vertx.eventBus().localConsumer(Address.forward(forwarding.region()), this::forward);
        return batches.completion();
    }

    private void forward(Message<EventBatch> message) {
        EventBatch batch = message.body();
        if (!topics.succeeded()) {
            unavailable(message, "the topics are not set up yet");
            return;
        }
        producer.append(forwarding.records(batch))
                .compose(refused -> refused(batch, refused))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        forwarding
                                .meters()
                                .appended
                                .increment(batch.events().size() - done.result().size());
                        message.reply(new Forwarded(topics.result().durability(), done.result()));
                    } else {
                        unavailable(message, String.valueOf(done.cause().getMessage()));
                    }
                });
    }

    /** What Kafka refused for itself stands among the rejected before the answer. */
    private Future<List<Rejection>> refused(EventBatch batch, List<Refused> refused) {
        if (refused.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        forwarding.meters().refused.increment(refused.size());
        EventBatch rejections = Forwarding.rejections(batch, refused);
        return producer.append(forwarding.records(rejections)).map(v -> rejections.rejections());
    }

    /* Where the spool takes over once there is one: the batch is whole here and nothing of it is acknowledged. */
    private void unavailable(Message<EventBatch> message, String why) {
        forwarding.meters().unavailable.increment(message.body().events().size());
        message.fail(UNAVAILABLE, why);
    }
}

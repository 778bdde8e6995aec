package io.headwater.collector.cluster;

import io.headwater.bus.Address;
import io.headwater.bus.Batches;
import io.headwater.bus.Forwarded;
import io.headwater.bus.Progress;
import io.headwater.bus.Progress.Done;
import io.headwater.collector.forward.ForwarderVerticle;
import io.headwater.collector.ingest.Onward;
import io.headwater.event.EventBatch;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * To the forwarder in this process, by reference. What comes within one turn of the event loop goes in one message, since under
 * load a message for each request costs more than the request. To be made and used on one Vert.x context.
 */
public final class OwnForwarder implements Onward {
    private final Vertx vertx;
    private final Context context;
    private final String address;
    private final DeliveryOptions options;
    private List<Sent> waiting = new ArrayList<>();

    private record Sent(EventBatch batch, Promise<Forwarded> answer) {}

    /** @param answerWithin for the forwarder's answer, and for each further one while some are still open */
    public OwnForwarder(Vertx vertx, String region, Duration answerWithin) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.address = Address.forward(region);
        this.options = options(answerWithin);
    }

    /** How a message to a forwarder in the same process is sent. */
    public static DeliveryOptions options(Duration answerWithin) {
        return new DeliveryOptions().setLocalOnly(true).setSendTimeout(answerWithin.toMillis());
    }

    @Override
    public Future<Forwarded> send(EventBatch batch, boolean ordered) {
        Promise<Forwarded> answer = Promise.promise();
        waiting.add(new Sent(batch, answer));
        if (waiting.size() == 1) {
            context.runOnContext(next -> flush());
        }
        return answer.future();
    }

    private void flush() {
        List<Sent> sent = waiting;
        waiting = new ArrayList<>(sent.size());
        Batches batches = new Batches(sent.stream().map(Sent::batch).toList());
        vertx.eventBus().<Progress>request(address, batches, options).onComplete(told -> told(sent, sent.size(), told));
    }

    private void told(List<Sent> sent, int open, AsyncResult<Message<Progress>> told) {
        if (told.failed()) {
            sent.forEach(each -> each.answer().tryFail(told.cause()));
            return;
        }
        List<Done> done = told.result().body().done();
        int left = open - done.size();
        if (left > 0) {
            told.result().<Progress>replyAndRequest("", options).onComplete(more -> told(sent, left, more));
        }
        for (Done each : done) {
            Promise<Forwarded> answer = sent.get(each.batch()).answer();
            each.forwarded()
                    .ifPresentOrElse(answer::complete, () -> answer.fail(ForwarderVerticle.unavailable(each.why())));
        }
    }
}

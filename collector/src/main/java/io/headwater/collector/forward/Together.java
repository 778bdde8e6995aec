package io.headwater.collector.forward;

import io.headwater.bus.Batches;
import io.headwater.bus.Forwarded;
import io.headwater.bus.Progress;
import io.headwater.bus.Progress.Done;
import io.vertx.core.AsyncResult;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The batches that came in one message, until it is known of each what became of it. All that is known is told in one reply; when
 * some take longer than the others, what is known so far is told, and the sender asks on. Used by several threads.
 */
final class Together {
    private final DeliveryOptions options;
    private List<Done> untold = new ArrayList<>();
    private Optional<Message<?>> asking;
    private int open;
    private boolean ended;

    /** @param options for asking on */
    Together(Message<Batches> message, DeliveryOptions options) {
        this.options = options;
        this.asking = Optional.of(message);
        this.open = message.body().all().size();
    }

    /** One batch is known to be durable, or not to be. */
    void done(int batch, AsyncResult<Forwarded> result) {
        Done done = new Done(
                batch,
                Optional.ofNullable(result.result()),
                result.failed() ? String.valueOf(result.cause().getMessage()) : "");
        synchronized (this) {
            untold.add(done);
            open--;
        }
        tellAll();
    }

    private void tellAll() {
        Message<?> to;
        Progress progress;
        synchronized (this) {
            if (open > 0 || ended || asking.isEmpty()) {
                return;
            }
            to = asking.get();
            ended = true;
            progress = new Progress(untold);
        }
        to.reply(progress);
    }

    /** Whether all of it has been told, or nobody waits for it any more. */
    synchronized boolean isEnded() {
        return ended;
    }

    /** Tells what is known so far, if that is anything. */
    void tellSome() {
        Message<?> to;
        Progress progress;
        synchronized (this) {
            if (open == 0 || asking.isEmpty() || untold.isEmpty()) {
                return;
            }
            to = asking.get();
            asking = Optional.empty();
            progress = new Progress(untold);
            untold = new ArrayList<>();
        }
        to.<String>replyAndRequest(progress, options).onSuccess(this::askedOn).onFailure(givenUp -> end());
    }

    private synchronized void end() {
        ended = true;
    }

    private void askedOn(Message<String> message) {
        synchronized (this) {
            asking = Optional.of(message);
        }
        tellAll();
    }
}

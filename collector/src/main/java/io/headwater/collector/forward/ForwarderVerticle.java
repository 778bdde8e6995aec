package io.headwater.collector.forward;

import io.headwater.bus.Address;
import io.headwater.bus.Forwarded;
import io.headwater.collector.forward.DurableLog.Written;
import io.headwater.event.EventBatch;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.TopicFacts;
import io.headwater.ops.Failpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;

/** Takes batches from the bus and makes them durable; its reply means durable. */
public final class ForwarderVerticle extends VerticleBase {
    /** The failure code of a batch that is not known to be durable; sending it again is right. */
    public static final int UNAVAILABLE = 503;

    private static final String SPOOL = "spool";

    private final Forwarding forwarding;
    private final DurableLog log;
    private final Future<TopicFacts> topics;
    private final Reporter reporter;

    public ForwarderVerticle(Forwarding forwarding, LogProducer producer, Future<TopicFacts> topics) {
        this.forwarding = forwarding;
        this.topics = topics;
        Gate gate = new Gate(
                forwarding.breaker(),
                forwarding.ordered(),
                topics::succeeded,
                () -> forwarding.spoolProblem().isPresent());
        Clock clock = Clock.systemUTC();
        this.log = new DurableLog(forwarding, producer, gate, clock);
        this.reporter = new Reporter(forwarding, producer, topics::succeeded, clock);
    }

    @Override
    public Future<?> start() {
        MessageConsumer<EventBatch> batches =
                vertx.eventBus().localConsumer(Address.forward(forwarding.region()), this::forward);
        if (!forwarding.reportEvery().isZero()) {
            vertx.setPeriodic(0, forwarding.reportEvery().toMillis(), tick -> reporter.report());
        }
        return batches.completion();
    }

    /** Reports what the ledger has not been told yet, and that nothing follows. */
    @Override
    public Future<?> stop() {
        return forwarding.reportEvery().isZero() ? Future.succeededFuture() : reporter.reportLast();
    }

    private void forward(Message<EventBatch> message) {
        if (topics.failed()) {
            unavailable(message, topics.cause());
            return;
        }
        log.write(message.body()).onComplete(done -> {
            if (done.succeeded()) {
                durable(message, done.result());
            } else {
                unavailable(message, done.cause());
            }
        });
    }

    private void durable(Message<EventBatch> message, Written written) {
        ForwardMeters meters = forwarding.meters();
        int events = message.body().events().size();
        int refused = written.refused().size();
        meters.appended.increment(events - refused - written.spooledEvents());
        meters.spooled.increment(written.spooledEvents());
        meters.refused.increment(refused);
        if (written.spooled()) {
            message.reply(new Forwarded(SPOOL, written.refused()));
            return;
        }
        forwarding.pace().fresh(System.nanoTime());
        Failpoint.reached("forward.acknowledged");
        message.reply(new Forwarded(topics.result().durability(), written.refused()));
    }

    private void unavailable(Message<EventBatch> message, Throwable why) {
        forwarding.meters().unavailable.increment(message.body().events().size());
        message.fail(UNAVAILABLE, String.valueOf(why.getMessage()));
    }
}

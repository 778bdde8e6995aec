package io.headwater.collector.forward;

import io.headwater.bus.Forwarded;
import io.headwater.collector.forward.DurableLog.Written;
import io.headwater.event.EventBatch;
import io.headwater.event.SourceId;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.TopicFacts;
import io.headwater.ops.Failpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Makes batches durable in one region's Kafka, and while that is away in the spool that waits for it. */
public final class RegionForwarder {
    private static final String SPOOL = "spool";

    private final Forwarding forwarding;
    private final Future<TopicFacts> topics;
    private final DurableLog log;
    private final Reporter reporter;

    /** @param topics the region's, once they are known */
    public RegionForwarder(Forwarding forwarding, LogProducer producer, Future<TopicFacts> topics) {
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

    public String region() {
        return forwarding.region();
    }

    /** Whether this source's events are to stay in order, and so with one region. */
    boolean isOrdered(SourceId source) {
        return forwarding.ordered().isOrdered(source);
    }

    /**
     * Whether new requests are for this region: its Kafka acknowledges, in every partition and for some time. Now and then
     * said of one that does not where nothing in the spool would find out that it does again.
     */
    boolean isWell() {
        return acknowledges() || (topics.succeeded() && isTrial());
    }

    private boolean acknowledges() {
        return topics.succeeded() && forwarding.breaker().isWell();
    }

    private boolean isTrial() {
        return forwarding.spool().state().records() == 0 && forwarding.breaker().isTrial();
    }

    void start(Vertx vertx) {
        forwarding.meters().well(this::acknowledges);
        if (!forwarding.reportEvery().isZero()) {
            vertx.setPeriodic(0, forwarding.reportEvery().toMillis(), tick -> reporter.report());
        }
    }

    /** Reports what the ledger has not been told yet, and that nothing follows. */
    Future<?> stop() {
        return forwarding.reportEvery().isZero() ? Future.succeededFuture() : reporter.reportLast();
    }

    /** Completes when all of it is durable; fails when it is not known to be, and sending it again is right. */
    Future<Forwarded> forward(EventBatch batch) {
        Future<Written> written = topics.failed() ? Future.failedFuture(topics.cause()) : log.write(batch);
        return written.onFailure(error ->
                        forwarding.meters().unavailable.increment(batch.events().size()))
                .map(done -> durable(batch, done));
    }

    private Forwarded durable(EventBatch batch, Written written) {
        ForwardMeters meters = forwarding.meters();
        int events = batch.events().size();
        int refused = written.refused().size();
        meters.appended.increment(events - refused - written.spooledEvents());
        meters.spooled.increment(written.spooledEvents());
        meters.refused.increment(refused);
        if (written.spooled()) {
            return new Forwarded(SPOOL, written.refused());
        }
        forwarding.pace().fresh(System.nanoTime());
        Failpoint.reached("forward.acknowledged");
        return new Forwarded(topics.result().durability(), written.refused());
    }
}

package io.headwater.collector.forward;

import io.headwater.event.EventBatch;
import io.headwater.event.EventData;
import io.headwater.event.Rejection;
import io.headwater.kafka.Appended;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.Refused;
import io.headwater.kafka.Unacknowledged;
import io.headwater.ledger.Taking.State;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes batches durable: in Kafka, and in the spool what Kafka does not acknowledge in time, under the number it has. What
 * Kafka refuses for itself becomes a rejection, which is made durable in the same way.
 */
final class DurableLog {
    private static final int KEPT_OF_REFUSED = 64 * 1024;

    private final Forwarding forwarding;
    private final LogProducer producer;
    private final Gate gate;
    private final Clock clock;

    /**
     * How a batch was made durable.
     *
     * @param refused the events Kafka refused for themselves, now rejections
     * @param spooledEvents how many events are in the spool
     * @param spooled whether anything is, rejections counted
     */
    record Written(List<Rejection> refused, int spooledEvents, boolean spooled) {
        private static final Written IN_KAFKA = new Written(List.of(), 0, false);
    }

    DurableLog(Forwarding forwarding, LogProducer producer, Gate gate, Clock clock) {
        this.forwarding = forwarding;
        this.producer = producer;
        this.gate = gate;
        this.clock = clock;
    }

    /** Completes when all of the batch is durable; fails when something is not, in which case it is sent again. */
    Future<Written> write(EventBatch batch) {
        BatchRecords records = new BatchRecords(batch, forwarding.numbers(), gate);
        return append(records)
                .onFailure(error -> account(batch, records, Appended.WHOLLY, false))
                .compose(appended -> durable(batch, records, appended));
    }

    private Future<Written> durable(EventBatch batch, BatchRecords records, Appended appended) {
        if (appended.isWhole()) {
            account(batch, records, appended, true);
            return Future.succeededFuture(Written.IN_KAFKA);
        }
        return rest(batch, appended).onComplete(done -> account(batch, records, appended, done.succeeded()));
    }

    /** Tells the ledger how each event ended, before its request is answered. */
    private void account(EventBatch batch, BatchRecords records, Appended appended, boolean durable) {
        State[] states = new State[batch.events().size()];
        Arrays.fill(states, durable ? State.ACKNOWLEDGED : State.INDETERMINATE);
        State missing = durable ? State.SPOOLED : State.INDETERMINATE;
        appended.unacknowledged().forEach(one -> set(states, one.index(), missing));
        appended.refused().forEach(one -> set(states, one.index(), State.REFUSED));
        forwarding.account().taken(batch, records.given(), states);
        if (durable) {
            Instant acceptedAt = batch.acceptance().acceptedAt();
            forwarding.account().durable(states.length, Duration.between(acceptedAt, clock.instant()));
        }
    }

    private static void set(State[] states, int index, State state) {
        if (index < states.length) {
            states[index] = state;
        }
    }

    private Future<Appended> append(BatchRecords records) {
        return producer.appendEach(records).onSuccess(appended -> gate.learn(appended, records.watched()));
    }

    private Future<Written> rest(EventBatch batch, Appended appended) {
        List<ProducerRecord<byte[], byte[]>> missing = missing(appended);
        List<Rejection> refused = refused(batch, appended);
        EventBatch rejections = new EventBatch(batch.acceptance(), List.of(), refused);
        int spooledEvents = Math.toIntExact(appended.unacknowledged().stream()
                .filter(one -> one.index() < batch.events().size())
                .count());
        if (!missing.isEmpty()) {
            Stream<ProducerRecord<byte[], byte[]>> all = Stream.concat(missing.stream(), encoded(rejections));
            return spool(all.toList()).map(v -> new Written(refused, spooledEvents, true));
        }
        return append(new BatchRecords(rejections, forwarding.numbers(), gate))
                .compose(second -> spool(missing(second))
                        .map(v ->
                                new Written(refused, 0, !second.unacknowledged().isEmpty())));
    }

    private Future<Void> spool(List<ProducerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return Future.succeededFuture();
        }
        return forwarding.spool(records).onFailure(error -> gate.notSpooled(records, error));
    }

    private static List<ProducerRecord<byte[], byte[]>> missing(Appended appended) {
        return appended.unacknowledged().stream().map(Unacknowledged::record).toList();
    }

    private static Stream<ProducerRecord<byte[], byte[]>> encoded(EventBatch rejections) {
        List<Header> shared = EventRecords.shared(rejections.acceptance());
        return rejections.rejections().stream()
                .map(rejection -> RejectedRecords.encode(
                        rejection, rejections.acceptance().origin().source(), shared));
    }

    private static List<Rejection> refused(EventBatch batch, Appended appended) {
        List<Rejection> rejections = new ArrayList<>(0);
        for (Refused one : appended.refused()) {
            if (one.index() < batch.events().size()) {
                EventData data = batch.events().get(one.index()).data();
                rejections.add(
                        new Rejection(batch.place(one.index()), "refused", one.reason(), data.head(KEPT_OF_REFUSED)));
            }
        }
        return rejections;
    }
}

package io.headwater.collector.forward;

import io.headwater.event.Line;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.Records;
import io.headwater.kafka.ReportRecords;
import io.headwater.kafka.Unacknowledged;
import io.headwater.ledger.EdgeReport;
import io.headwater.ledger.Minute;
import io.headwater.ledger.Report;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a forwarder's account to {@code hw.ledger}, and while Kafka is away to the spool, so that it comes there with the
 * events it tells of. Reports that nothing takes are made again, in their order. Lives on the forwarder's context.
 */
final class Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    /* With nothing to report, a sign of life goes each so many ticks. */
    private static final int IDLE_TICKS = 5;

    private final Forwarding forwarding;
    private final LogProducer producer;
    private final BooleanSupplier topicsStand;
    private final Clock clock;
    private List<ProducerRecord<byte[], byte[]>> pending = List.of();
    private Future<Void> latest = Future.succeededFuture();
    private int idle = IDLE_TICKS;
    private boolean failing;

    Reporter(Forwarding forwarding, LogProducer producer, BooleanSupplier topicsStand, Clock clock) {
        this.forwarding = forwarding;
        this.producer = producer;
        this.topicsStand = topicsStand;
        this.clock = clock;
    }

    /** Reports what there is, unless a report is under way. */
    void report() {
        if (latest.isComplete()) {
            latest = write(false);
        }
    }

    /** Says that this was the last. Completes whether it succeeds or not. */
    Future<Void> reportLast() {
        return latest.transform(done -> write(true));
    }

    private Future<Void> write(boolean last) {
        if (pending.isEmpty()) {
            pending = cut(last);
        }
        if (pending.isEmpty()) {
            return Future.succeededFuture();
        }
        return missing()
                .compose(this::spool)
                .onSuccess(durable -> {
                    pending = List.of();
                    failing = false;
                })
                .onFailure(this::failed)
                .otherwiseEmpty();
    }

    private List<ProducerRecord<byte[], byte[]>> cut(boolean last) {
        List<Report> reports = new ArrayList<>(forwarding.account().cut());
        idle = reports.isEmpty() ? idle + 1 : IDLE_TICKS;
        if (idle >= IDLE_TICKS || last) {
            idle = 0;
            reports.add(sign(last));
        }
        return reports.stream().map(ReportRecords::encode).toList();
    }

    private EdgeReport sign(boolean last) {
        LineNumbers numbers = forwarding.numbers();
        List<Long> given = new ArrayList<>(numbers.partitions());
        for (int partition = 0; partition < numbers.partitions(); partition++) {
            given.add(numbers.next(partition));
        }
        Line line = numbers.line(0);
        Instant now = clock.instant();
        return new EdgeReport(
                line.site(),
                line.incarnation(),
                line.region(),
                given,
                forwarding.spool().state().records(),
                last,
                ChronoUnit.MICROS.between(Instant.EPOCH, now),
                forwarding.account().measured(Minute.of(now)));
    }

    /** Those that Kafka has not acknowledged; all where it is not known to be there, so that the sender thread waits for nothing. */
    private Future<List<ProducerRecord<byte[], byte[]>>> missing() {
        return topicsStand.getAsBoolean()
                ? producer.appendEach(Records.of(pending))
                        .map(appended -> appended.unacknowledged().stream()
                                .map(Unacknowledged::record)
                                .toList())
                : Future.succeededFuture(pending);
    }

    private Future<Void> spool(List<ProducerRecord<byte[], byte[]>> missing) {
        return missing.isEmpty() ? Future.succeededFuture() : forwarding.spoolReport(missing);
    }

    private void failed(Throwable why) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "{} reports to the ledger are neither in Kafka nor in the spool; they are made again"
                            + " (collector.yaml forward.reportEvery)",
                    pending.size(),
                    why);
        }
    }
}

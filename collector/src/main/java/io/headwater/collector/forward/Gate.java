package io.headwater.collector.forward;

import io.headwater.collector.spool.SpoolRefused;
import io.headwater.collector.spool.SpoolRefused.Reason;
import io.headwater.event.SourceId;
import io.headwater.kafka.Appended;
import io.headwater.kafka.Unacknowledged;
import io.headwater.kafka.Unacknowledged.Cause;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which records are for Kafka and which are held back for the spool, and learns from how they fared. While all is
 * well a record costs it two looks.
 */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Breaker breaker;
    private final OrderedBuckets ordered;
    private final BooleanSupplier topicsStand;
    private final BooleanSupplier spoolUnusable;

    Gate(Breaker breaker, OrderedBuckets ordered, BooleanSupplier topicsStand, BooleanSupplier spoolUnusable) {
        this.breaker = breaker;
        this.ordered = ordered;
        this.topicsStand = topicsStand;
        this.spoolUnusable = spoolUnusable;
    }

    boolean isOrdered(SourceId source) {
        return ordered.isOrdered(source);
    }

    /** Whether no partition is watched, so that nobody needs to know which records went to Kafka. */
    boolean isWide() {
        return breaker.isClosed();
    }

    /** Whether a record of an unordered source is for Kafka. */
    boolean admits(ProducerRecord<byte[], byte[]> record) {
        return topicsStand.getAsBoolean()
                && (breaker.isClosed() || breaker.admits(record, spoolUnusable.getAsBoolean()));
    }

    /** Whether an event of an ordered source is for Kafka; one that is not counts in its bucket at once. */
    boolean admitsOrdered(ProducerRecord<byte[], byte[]> record) {
        boolean admitted = !ordered.mustFollow(record) && admits(record);
        if (!admitted) {
            ordered.enter(record);
        }
        return admitted;
    }

    /** Learns how an append fared; {@code watched} are those of its records that were let through while not wide. */
    void learn(Appended appended, List<ProducerRecord<byte[], byte[]>> watched) {
        if (!watched.isEmpty()) {
            Set<ProducerRecord<byte[], byte[]>> missing = Collections.newSetFromMap(new IdentityHashMap<>());
            appended.unacknowledged().forEach(one -> missing.add(one.record()));
            watched.stream().filter(record -> !missing.contains(record)).forEach(breaker::acknowledged);
        }
        boolean closed = breaker.isClosed();
        for (Unacknowledged one : appended.unacknowledged()) {
            learn(one);
        }
        if (closed && !breaker.isClosed()) {
            LOG.warn(
                    "Kafka does not acknowledge; events of such partitions go to the spool until it does: {}",
                    appended.unacknowledged().get(0).why());
        }
    }

    /** Records that were to go to the spool are not known to be there. */
    void notSpooled(List<ProducerRecord<byte[], byte[]>> records, Throwable error) {
        boolean mayBeThere = !(error instanceof SpoolRefused refused) || refused.reason() == Reason.LATE;
        records.forEach(record -> ordered.turnBack(record, mayBeThere));
    }

    private void learn(Unacknowledged one) {
        if (one.cause() == Cause.HELD_BACK) {
            return;
        }
        ordered.enter(one.record());
        if (one.cause() == Cause.NOT_TAKEN) {
            breaker.failed();
        } else {
            breaker.failed(one.record());
        }
    }
}

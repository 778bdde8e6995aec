package io.headwater.collector.forward;

import io.headwater.collector.forward.PartitionHealth.Holds;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Keeps fresh events away from partitions that do not acknowledge: one {@link PartitionHealth} for each partition of
 * {@code hw.events} and one for {@code hw.rejected} as a whole. Used by several threads; while all partitions are trusted it
 * costs one look.
 */
final class Breaker {
    private final LongSupplier nanos;
    private final List<PartitionHealth> partitions;
    private volatile boolean allTrusted = true;
    private boolean illAsAWhole;
    private final long trialNanos;
    private long triedAt;

    Breaker(BreakerConfig config, int partitions, Duration ackWithin, LongSupplier nanos) {
        Holds holds = new Holds(
                config.hold().toNanos(),
                config.holdUpTo().toNanos(),
                ackWithin.toNanos(),
                config.trialEvery().toNanos());
        this.nanos = nanos;
        this.trialNanos = config.trialEvery().toNanos();
        this.triedAt = nanos.getAsLong();
        this.partitions = Stream.generate(() -> new PartitionHealth(holds))
                .limit(partitions + 1L)
                .toList();
    }

    /** Whether every record may go to Kafka. */
    boolean isClosed() {
        return allTrusted;
    }

    /** Whether every partition is trusted, now. */
    boolean isWell() {
        return isClosed() || open() == 0;
    }

    /** Whether it is time to try a Kafka that is not well; each time it says so is one trial. */
    synchronized boolean isTrial() {
        long now = nanos.getAsLong();
        if (now - triedAt < trialNanos) {
            return false;
        }
        triedAt = now;
        return true;
    }

    /** Whether a fresh record may go to Kafka; {@code only} where the spool is unusable. */
    synchronized boolean admits(ProducerRecord<byte[], byte[]> record, boolean only) {
        long now = nanos.getAsLong();
        boolean admitted = of(record).admits(now, only);
        sum(now);
        return admitted;
    }

    synchronized void acknowledged(ProducerRecord<byte[], byte[]> record) {
        long now = nanos.getAsLong();
        of(record).acknowledged(now);
        healAsAWhole(now);
    }

    /* What says that Kafka is back says so of every partition that nothing else was wrong with. */
    private void healAsAWhole(long now) {
        if (illAsAWhole) {
            illAsAWhole = false;
            partitions.forEach(partition -> partition.acknowledged(now));
        }
    }

    synchronized void failed(ProducerRecord<byte[], byte[]> record) {
        long now = nanos.getAsLong();
        of(record).failed(now);
        sum(now);
    }

    /** Kafka's producer does not take records at all. */
    synchronized void failed() {
        long now = nanos.getAsLong();
        partitions.forEach(partition -> partition.failed(now));
        illAsAWhole = true;
        sum(now);
    }

    synchronized void draining(ProducerRecord<byte[], byte[]> record) {
        of(record).draining(nanos.getAsLong());
    }

    synchronized void drained(ProducerRecord<byte[], byte[]> record) {
        long now = nanos.getAsLong();
        of(record).drained(now);
        healAsAWhole(now);
    }

    /** A drained record is no longer on its way, but not because Kafka has it. */
    synchronized void notDrained(ProducerRecord<byte[], byte[]> record) {
        of(record).gone(nanos.getAsLong());
    }

    /** How many partitions get no fresh records, {@code hw.rejected} counting as one. */
    synchronized int open() {
        long now = nanos.getAsLong();
        sum(now);
        return Math.toIntExact(partitions.stream()
                .filter(partition -> !partition.isTrusted(now))
                .count());
    }

    private void sum(long now) {
        allTrusted = partitions.stream().allMatch(partition -> partition.isTrusted(now));
    }

    private PartitionHealth of(ProducerRecord<byte[], byte[]> record) {
        Integer partition = record.partition();
        int last = partitions.size() - 1;
        return partitions.get(partition == null ? last : Math.min(partition, last));
    }
}

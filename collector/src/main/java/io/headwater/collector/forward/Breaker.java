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

    Breaker(BreakerConfig config, int partitions, Duration ackWithin, LongSupplier nanos) {
        Holds holds = new Holds(
                config.hold().toNanos(),
                config.holdUpTo().toNanos(),
                ackWithin.toNanos(),
                config.trialEvery().toNanos());
        this.nanos = nanos;
        this.partitions = Stream.generate(() -> new PartitionHealth(holds))
                .limit(partitions + 1L)
                .toList();
    }

    /** Whether every record may go to Kafka. */
    boolean isClosed() {
        return allTrusted;
    }

    /** Whether a fresh record may go to Kafka; {@code only} where the spool is unusable. */
    synchronized boolean admits(ProducerRecord<byte[], byte[]> record, boolean only) {
        long now = nanos.getAsLong();
        boolean admitted = of(record).admits(now, only);
        sum(now);
        return admitted;
    }

    synchronized void acknowledged(ProducerRecord<byte[], byte[]> record) {
        of(record).acknowledged(nanos.getAsLong());
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
        sum(now);
    }

    synchronized void draining(ProducerRecord<byte[], byte[]> record) {
        of(record).draining(nanos.getAsLong());
    }

    synchronized void drained(ProducerRecord<byte[], byte[]> record) {
        of(record).drained(nanos.getAsLong());
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

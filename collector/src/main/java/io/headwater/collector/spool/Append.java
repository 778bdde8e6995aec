package io.headwater.collector.spool;

import io.headwater.collector.spool.SpoolRefused.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that become durable together, or are refused together. */
final class Append {
    private final List<ProducerRecord<byte[], byte[]>> records;
    private final long bytes;
    private final long offeredAt;
    private final SpoolMeters meters;
    private final CompletableFuture<Void> durable = new CompletableFuture<>();

    /**
     * @param offeredAt when, in nanoseconds of {@link System#nanoTime}
     */
    Append(List<ProducerRecord<byte[], byte[]>> records, long offeredAt, SpoolMeters meters) {
        this.records = records;
        this.bytes = BatchFormat.atMost(records);
        this.offeredAt = offeredAt;
        this.meters = meters;
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** What it takes on the disk at most. */
    long bytes() {
        return bytes;
    }

    boolean isOlderThan(long nanos, long now) {
        return now - offeredAt > nanos;
    }

    CompletableFuture<Void> durable() {
        return durable;
    }

    boolean isOver() {
        return durable.isDone();
    }

    void complete() {
        durable.complete(null);
    }

    void refuse(Reason reason, String why) {
        if (durable.completeExceptionally(new SpoolRefused(reason, why))) {
            meters.refused(reason, records.size());
        }
    }
}

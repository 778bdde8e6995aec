package io.headwater.collector.forward;

import io.headwater.event.Event;
import io.headwater.event.EventBatch;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.Partitions;
import io.headwater.kafka.Records;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The records of one batch: its events, numbered as they are taken, then its rejections. */
final class BatchRecords implements Records {
    private final EventBatch batch;
    private final LineNumbers numbers;
    private final List<Header> shared;
    private int partition;

    BatchRecords(EventBatch batch, LineNumbers numbers) {
        this.batch = batch;
        this.numbers = numbers;
        this.shared = EventRecords.shared(batch.acceptance());
    }

    @Override
    public int size() {
        return batch.size();
    }

    @Override
    public ProducerRecord<byte[], byte[]> get(int i) {
        int events = batch.events().size();
        if (i >= events) {
            return RejectedRecords.encode(
                    batch.rejections().get(i - events),
                    batch.acceptance().origin().source(),
                    shared);
        }
        Event event = batch.events().get(i);
        byte[] key = EventRecords.key(event);
        partition = Partitions.of(key, numbers.partitions());
        return EventRecords.encode(event, key, shared, numbers.line(partition), numbers.next(partition));
    }

    @Override
    public void taken(int i) {
        if (i < batch.events().size()) {
            numbers.advance(partition);
        }
    }
}

package io.headwater.collector.forward;

import io.headwater.event.Event;
import io.headwater.event.EventBatch;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.Partitions;
import io.headwater.kafka.Records;
import io.headwater.ops.Failpoint;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The records of one batch: its events, numbered as they are taken, then its rejections; and which of them are for Kafka. */
final class BatchRecords implements Records {
    private final EventBatch batch;
    private final LineNumbers numbers;
    private final Gate gate;
    private final boolean ordered;
    private final List<Header> shared;
    private final Given given;
    private final List<ProducerRecord<byte[], byte[]>> watched = new ArrayList<>(0);
    private int partition;
    private boolean handed;

    BatchRecords(EventBatch batch, LineNumbers numbers, Gate gate) {
        this.batch = batch;
        this.numbers = numbers;
        this.gate = gate;
        this.ordered = gate.isOrdered(batch.acceptance().origin().source());
        this.shared = EventRecords.shared(batch.acceptance());
        this.given = new Given(batch.events().size());
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
    public boolean isForKafka(ProducerRecord<byte[], byte[]> record) {
        boolean admitted = ordered ? gate.admitsOrdered(record) : gate.admits(record);
        if (admitted && !gate.isWide()) {
            watched.add(record);
        }
        handed |= admitted;
        return admitted;
    }

    @Override
    public void taken(int i) {
        if (i < batch.events().size()) {
            given.give(i, partition, numbers.next(partition));
            numbers.advance(partition);
        }
        if (handed && i == size() - 1) {
            Failpoint.reached("forward.sent");
        }
    }

    /** The numbers of its events, once the append is over. */
    Given given() {
        return given;
    }

    /** The records let through although some partition is not trusted: how they fare tells something. */
    List<ProducerRecord<byte[], byte[]>> watched() {
        return watched;
    }
}

package io.headwater.router;

import io.headwater.event.LoggedEvent;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts events where a collector would put them. */
final class Producing implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    Producing(String servers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Appends events to {@code hw.events}, each in its line's partition, and waits until they are there. */
    void append(List<LoggedEvent> events) {
        appendRecords(events.stream()
                .map(each -> EventRecords.encode(
                        each.event(),
                        EventRecords.key(each.event()),
                        EventRecords.shared(each.acceptance()),
                        each.line(),
                        each.seq()))
                .toList());
    }

    void appendRecords(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(each -> sent.add(producer.send(each)));
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("not appended to " + Topics.EVENTS, e);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}

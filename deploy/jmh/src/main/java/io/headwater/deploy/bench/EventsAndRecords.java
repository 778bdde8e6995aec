package io.headwater.deploy.bench;

import io.headwater.event.Acceptance;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Line;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.ReadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jmh.annotations.Benchmark;

/** An event becomes a record of Kafka's, and a record an event. */
public class EventsAndRecords extends Microbenchmark {
    private static final String SESSION = SampleEvents.session(1);

    private final Acceptance acceptance = new Acceptance(
            new Origin(new SourceId("acme", "web"), "native", "eu-west", "any", "0061a43fcf04"), Instant.now(), "");
    private final Event event = new Event(
            "id-0",
            "heartbeat",
            SampleEvents.TIME,
            "",
            SESSION,
            "application/json",
            EventData.of(SampleEvents.single("id-0", 1)));
    private final Line line = new Line("edge-1", "m9x2k1abcd", "eu-west", 7);
    private final List<Header> shared = EventRecords.shared(acceptance);
    private final ConsumerRecord<byte[], byte[]> consumed = consumed();

    /** What the events of one request share. */
    @Benchmark
    public List<Header> headersOfARequest() {
        return EventRecords.shared(acceptance);
    }

    @Benchmark
    public ProducerRecord<byte[], byte[]> eventToRecord() {
        return EventRecords.encode(event, EventRecords.key(event), shared, line, 12_345);
    }

    /** Of a record whose headers Kafka's client has made objects of already. */
    @Benchmark
    public ReadRecord recordToEvent() {
        return EventRecords.read(consumed);
    }

    private ConsumerRecord<byte[], byte[]> consumed() {
        ProducerRecord<byte[], byte[]> made = EventRecords.encode(event, EventRecords.key(event), shared, line, 12_345);
        return new ConsumerRecord<>(
                made.topic(),
                7,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                made.key().length,
                made.value().length,
                made.key(),
                made.value(),
                new RecordHeaders(made.headers().toArray()),
                Optional.empty());
    }
}

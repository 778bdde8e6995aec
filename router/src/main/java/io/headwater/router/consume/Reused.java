package io.headwater.router.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Attribute;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.ReadRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Marks events whose id was seen with other data, for their destinations to know, also behind a backlog. */
final class Reused {
    private static final String HEADER = "ce_" + Attribute.REUSED_ID;

    private Reused() {}

    /** The event of a record that carries the mark from now on. */
    static ReadRecord marked(ConsumerRecord<byte[], byte[]> record) {
        record.headers().remove(HEADER).add(HEADER, "true".getBytes(UTF_8));
        return EventRecords.read(record);
    }
}

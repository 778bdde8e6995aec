package io.headwater.router.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Where an event stands in {@code hw.events}, or a record that is none in its topic. */
public record Place(String topic, int partition, long offset) {
    private static final String TOPIC = "hw_origin_topic";
    private static final String PARTITION = "hw_origin_partition";
    private static final String OFFSET = "hw_origin_offset";

    /** What the record says about its origin, as those of backlogs and delay topics do; else where it stands itself. */
    public static Place of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Place(
                    text(record, TOPIC).orElse(record.topic()),
                    text(record, PARTITION).map(Integer::parseInt).orElse(record.partition()),
                    text(record, OFFSET).map(Long::parseLong).orElse(record.offset()));
        } catch (NumberFormatException e) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }

    /** The same as headers, for records that move on. */
    public List<Header> headers() {
        return List.of(
                OwnHeaders.header(TOPIC, topic),
                OwnHeaders.header(PARTITION, Integer.toString(partition)),
                OwnHeaders.header(OFFSET, Long.toString(offset)));
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
    }
}

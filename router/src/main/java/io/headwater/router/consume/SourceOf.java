package io.headwater.router.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.SourceId;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Whose event a record is, told from one header, without reading the rest. */
final class SourceOf {
    private SourceOf() {}

    static Optional<SourceId> record(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("ce_source");
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        String uri = new String(header.value(), UTF_8);
        try {
            return Optional.of(SourceId.parse(uri.startsWith("/") ? uri.substring(1) : uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no event of ours; whoever reads it for everybody says so
        }
    }
}

package io.headwater.collector.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Rejection;
import io.headwater.event.SourceId;
import io.headwater.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A rejected event as a record of {@code hw.rejected}: the source as key, the bytes as far as kept as value, how it came
 * in and why it was rejected as headers.
 */
final class RejectedRecords {
    private RejectedRecords() {}

    static ProducerRecord<byte[], byte[]> encode(Rejection rejection, SourceId source, List<Header> shared) {
        List<Header> headers = new ArrayList<>(shared);
        headers.add(header("hw_reject_code", rejection.code()));
        headers.add(header("hw_reject_reason", rejection.reason()));
        headers.add(header("hw_reject_index", Integer.toString(rejection.index())));
        return new ProducerRecord<>(
                Topics.REJECTED,
                null,
                source.toString().getBytes(UTF_8),
                rejection.data().bytes(),
                headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}

package io.headwater.router.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.kafka.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of {@code hw.dead} that says of a letter of the same partition that it was put into its destination's backlog
 * again. It always stands above the letter, so that who reads a partition downwards meets it first.
 */
public final class RedrivenMark {
    private static final String OFFSET = "hw_redriven_offset";
    private static final String AT = "hw_redriven_at";
    private static final String BY = "hw_redriven_by";
    private static final byte[] NOTHING = new byte[0];

    private RedrivenMark() {}

    public static ProducerRecord<byte[], byte[]> of(Letter.Position letter, Instant at, String by) {
        return new ProducerRecord<>(
                Topics.DEAD,
                letter.partition(),
                NOTHING,
                NOTHING,
                List.of(
                        OwnHeaders.header(OFFSET, Long.toString(letter.offset())),
                        OwnHeaders.header(AT, at.toString()),
                        OwnHeaders.header(BY, by)));
    }

    /** The offset of the letter it speaks of; empty where the record is no mark. */
    static Optional<Long> offset(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(OFFSET))
                .map(Header::value)
                .map(value -> new String(value, UTF_8))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
    }
}

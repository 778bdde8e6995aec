package io.headwater.router.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.kafka.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A dead letter as it stands in {@code hw.dead}: the event's own key, value and headers, and more headers that say why it
 * is here: {@code hw_dead_} and tenant, destination, status, response where there are such, reason, attempts, at, and
 * topic, partition, offset of the event in {@code hw.events}.
 */
final class DeadLetterRecord {
    private static final int MOST_RESPONSE = 8 * 1024;

    private DeadLetterRecord() {}

    static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> origin, DeadLetter letter, Instant at) {
        Place place = Place.of(origin);
        List<Header> headers = OwnHeaders.of(origin.headers());
        if (!letter.destination().isEmpty()) {
            headers.add(header("tenant", letter.tenant()));
            headers.add(header("destination", letter.destination()));
        }
        headers.add(header("reason", letter.reason()));
        letter.answer().ifPresent(answer -> {
            headers.add(header("status", Integer.toString(answer.status())));
            headers.add(header("response", answer.body()));
        });
        headers.add(header("attempts", Integer.toString(letter.attempts())));
        headers.add(header("at", at.toString()));
        headers.add(header("topic", place.topic()));
        headers.add(header("partition", Integer.toString(place.partition())));
        headers.add(header("offset", Long.toString(place.offset())));
        return new ProducerRecord<>(Topics.DEAD, null, origin.key(), origin.value(), headers);
    }

    private static Header header(String name, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        byte[] kept = bytes.length <= MOST_RESPONSE ? bytes : Arrays.copyOf(bytes, MOST_RESPONSE);
        return new RecordHeader("hw_dead_" + name, kept);
    }
}

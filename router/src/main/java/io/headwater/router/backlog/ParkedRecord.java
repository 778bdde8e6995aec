package io.headwater.router.backlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.kafka.Topics;
import io.headwater.router.dead.OwnHeaders;
import io.headwater.router.dead.Place;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a record of a backlog or delay topic says about the event it is: key, value and headers are the event's own, and
 * more headers tell to whom it is owed and how far its delivery has come: {@code hw_tenant}, {@code hw_destination},
 * {@code hw_attempts}, {@code hw_retried_ms}, {@code hw_reason}, {@code hw_delays},
 * {@code hw_stays}, {@code hw_theirs}, {@code hw_parked_at},
 * {@code hw_replay} where it is a replay, and {@code hw_origin_topic}, {@code _partition}, {@code _offset}. Each hop
 * replaces those of the hop before.
 *
 * @param replay names the replay it belongs to; empty for what is delivered the first time
 * @param parkedAt when it was written here
 * @param origin where the event stands in {@code hw.events}
 */
public record ParkedRecord(
        DestinationId destination, Standing standing, String replay, Instant parkedAt, Place origin) {

    /** The record for the destination's backlog; {@code event} is the event wherever it stands now. */
    public ProducerRecord<byte[], byte[]> toBacklog(ConsumerRecord<byte[], byte[]> event) {
        return to(topic(destination), event);
    }

    /** The record for the topic of this delay. */
    public ProducerRecord<byte[], byte[]> toDelay(Duration delay, ConsumerRecord<byte[], byte[]> event) {
        return to(Topics.retry(delay), event);
    }

    private ProducerRecord<byte[], byte[]> to(String topic, ConsumerRecord<byte[], byte[]> event) {
        List<Header> headers = OwnHeaders.of(event.headers());
        headers.add(header("hw_tenant", destination.tenant()));
        headers.add(header("hw_destination", destination.name()));
        headers.add(header("hw_attempts", Integer.toString(standing.attempts())));
        headers.add(header("hw_retried_ms", Long.toString(standing.retried().toMillis())));
        headers.add(header("hw_reason", standing.reason()));
        headers.add(header("hw_delays", Integer.toString(standing.delays())));
        headers.add(header("hw_stays", Integer.toString(standing.stays())));
        headers.add(header("hw_theirs", Boolean.toString(standing.theirs())));
        headers.add(header("hw_parked_at", parkedAt.toString()));
        if (!replay.isEmpty()) {
            headers.add(header("hw_replay", replay));
        }
        headers.addAll(origin.headers());
        return new ProducerRecord<>(topic, null, event.key(), event.value(), headers);
    }

    /** Reads what {@link #toBacklog} or {@link #toDelay} wrote; fails with {@link IllegalArgumentException} naming the header. */
    public static ParkedRecord decode(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        Standing standing = new Standing(
                Math.toIntExact(number(headers, "hw_attempts")),
                Duration.ofMillis(number(headers, "hw_retried_ms")),
                text(headers, "hw_reason").orElse(""),
                Math.toIntExact(number(headers, "hw_delays")),
                text(headers, "hw_stays").map(Integer::parseInt).orElse(1),
                text(headers, "hw_theirs").filter("true"::equals).isPresent());
        return new ParkedRecord(
                new DestinationId(required(headers, "hw_tenant"), required(headers, "hw_destination")),
                standing,
                text(headers, "hw_replay").orElse(""),
                instant(headers),
                Place.of(record));
    }

    /** The name of a destination's backlog. */
    public static String topic(DestinationId destination) {
        return Topics.backlog(destination.tenant(), destination.name());
    }

    /** Whose backlog a topic is; empty where it is none. */
    public static Optional<DestinationId> destination(String topic) {
        String name = topic.startsWith(Topics.BACKLOG) ? topic.substring(Topics.BACKLOG.length()) : "";
        int dot = name.indexOf('.');
        boolean two = dot > 0 && dot < name.length() - 1 && name.indexOf('.', dot + 1) < 0;
        return two ? Optional.of(new DestinationId(name.substring(0, dot), name.substring(dot + 1))) : Optional.empty();
    }

    private static Instant instant(Headers headers) {
        String text = required(headers, "hw_parked_at");
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("hw_parked_at is not a time: '" + text + "'", e);
        }
    }

    private static long number(Headers headers, String name) {
        String text = required(headers, name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a number: '" + text + "'", e);
        }
    }

    private static String required(Headers headers, String name) {
        return text(headers, name)
                .filter(each -> !each.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("the record has no header " + name));
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(Header::value).map(value -> new String(value, UTF_8));
    }

    private static Header header(String name, String value) {
        return OwnHeaders.header(name, value);
    }
}

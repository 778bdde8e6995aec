package io.headwater.router.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.router.deliver.DestinationId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter as it was read, without the event's data.
 *
 * @param position where it stands in {@code hw.dead}
 * @param at when it came there, on the brokers' clock
 * @param headers as text; the last where a name is repeated
 * @param dataBytes size of the event's data
 * @param redriven whether a mark says that it was put into its destination's backlog again
 */
public record Letter(Position position, Instant at, Map<String, String> headers, int dataBytes, boolean redriven) {
    public Letter {
        headers = Map.copyOf(headers);
    }

    /** A partition and an offset of {@code hw.dead}, written {@code 3:117}. */
    public record Position(int partition, long offset) {

        /** Reads {@code 3:117}; empty where the text is not of that form. */
        public static Optional<Position> parse(String text) {
            if (!text.matches("\\d{1,9}:\\d{1,18}")) {
                return Optional.empty();
            }
            int colon = text.indexOf(':');
            return Optional.of(new Position(
                    Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1))));
        }

        static Position of(ConsumerRecord<byte[], byte[]> record) {
            return new Position(record.partition(), record.offset());
        }

        @Override
        public String toString() {
            return partition + ":" + offset;
        }
    }

    static Letter of(ConsumerRecord<byte[], byte[]> record, boolean redriven) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
        }
        int bytes = record.value() == null ? 0 : record.value().length;
        return new Letter(Position.of(record), Instant.ofEpochMilli(record.timestamp()), headers, bytes, redriven);
    }

    /** A header's text, or an empty one. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The event's id; empty where the record was no event. */
    public String id() {
        return header("ce_id");
    }

    /** {@code tenant/name}. */
    public String source() {
        String uri = header("ce_source");
        return uri.startsWith("/") ? uri.substring(1) : uri;
    }

    public String type() {
        return header("ce_type");
    }

    /** Whom it was owed; empty where the record never got to a destination. */
    public Optional<DestinationId> destination() {
        String name = header("hw_dead_destination");
        return name.isEmpty() ? Optional.empty() : Optional.of(new DestinationId(header("hw_dead_tenant"), name));
    }

    /** A word, a colon and a sentence. */
    public String reason() {
        return header("hw_dead_reason");
    }

    /** The word alone: {@code refused}, {@code expired}, {@code skipped}… */
    public String reasonWord() {
        int colon = reason().indexOf(':');
        return colon < 0 ? reason() : reason().substring(0, colon);
    }

    /** Where the event stands in {@code hw.events}. */
    public Place origin() {
        try {
            return new Place(
                    header("hw_dead_topic"),
                    Integer.parseInt(header("hw_dead_partition")),
                    Long.parseLong(header("hw_dead_offset")));
        } catch (NumberFormatException e) {
            return new Place("", 0, 0); // a letter of another make, whose origin nobody knows
        }
    }
}

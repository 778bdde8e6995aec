package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.event.Acceptance;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The event as a Kafka record: CloudEvents 1.0 binary content mode (Kafka protocol binding, section 3.2). The key is the
 * partition key, the value the accepted bytes untouched, each attribute a header {@code ce_<name>} in UTF-8.
 */
public final class EventRecords {
    /** The header that names the source an event is of, as {@link SourceId#uri} does. */
    private static final LineCache LINES = new LineCache();

    public static final String SOURCE = "ce_source";
    /** The header that holds the event's id. */
    public static final String ID = "ce_id";
    /** The header that holds the source a CloudEvent had at the client, where it had one. */
    public static final String CLIENT_SOURCE = "ce_" + Attribute.CLIENT_SOURCE;
    /** The headers that name the line that numbered it, and its number there. */
    public static final String EDGE = "ce_edge";

    public static final String SEQ = "ce_seq";

    private static final String ATTRIBUTE = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");

    private EventRecords() {}

    /** The headers that all events of one request share, to be encoded once for each request. */
    public static List<Header> shared(Acceptance acceptance) {
        Origin origin = acceptance.origin();
        List<Header> headers = new ArrayList<>(8);
        headers.add(SPEC_VERSION);
        headers.add(header(SOURCE, origin.source().uri()));
        headers.add(header("ce_dialect", origin.dialect()));
        headers.add(header("ce_region", origin.region()));
        headers.add(header("ce_jurisdiction", origin.jurisdiction()));
        addUnlessEmpty(headers, "ce_configversion", origin.version());
        headers.add(header("ce_acceptedat", Microseconds.text(acceptance.acceptedAt())));
        addUnlessEmpty(headers, "ce_traceparent", acceptance.traceparent());
        return headers;
    }

    /** The partition key as the record's key. */
    public static byte[] key(Event event) {
        return event.partitionKey().getBytes(UTF_8);
    }

    /** The record of one event under its {@link #key}. Its partition is the line's. */
    public static ProducerRecord<byte[], byte[]> encode(
            Event event, byte[] key, List<Header> shared, Line line, long seq) {
        List<Header> headers = new ArrayList<>(shared.size() + 8 + event.more().size());
        headers.addAll(shared);
        headers.add(header(ID, event.id()));
        headers.add(header("ce_type", event.type()));
        addUnlessEmpty(headers, "ce_time", event.time());
        addUnlessEmpty(headers, "ce_subject", event.subject());
        headers.add(header("ce_partitionkey", event.partitionKey()));
        for (Attribute each : event.more()) {
            headers.add(header(ATTRIBUTE + each.name(), each.value()));
        }
        headers.add(header(EDGE, line.toString()));
        headers.add(header(SEQ, Long.toString(seq)));
        headers.add(header(CONTENT_TYPE, event.contentType()));
        return new ProducerRecord<>(
                Topics.EVENTS, line.partition(), key, event.data().bytes(), headers);
    }

    /** The id of an event, told without reading the rest; empty where the record says none. */
    public static Optional<String> id(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(ID))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
    }

    /**
     * Reads a record of {@code hw.events}. Fails with {@link IllegalArgumentException} naming the header when it is not
     * one of ours.
     */
    public static LoggedEvent decode(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> attributes = new HashMap<>(32);
        List<Attribute> more = new ArrayList<>(0);
        for (Header header : record.headers()) {
            String value = header.value() == null ? "" : new String(header.value(), UTF_8);
            attributes.put(header.key(), value);
            if (isMore(header.key())) {
                more.add(new Attribute(header.key().substring(ATTRIBUTE.length()), value));
            }
        }
        byte[] value = record.value();
        if (value == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        Event event = new Event(
                required(attributes, ID),
                required(attributes, "ce_type"),
                attributes.getOrDefault("ce_time", ""),
                attributes.getOrDefault("ce_subject", ""),
                required(attributes, "ce_partitionkey"),
                attributes.getOrDefault(CONTENT_TYPE, "application/octet-stream"),
                EventData.of(value),
                more);
        Origin origin = new Origin(
                SourceId.parse(withoutSlash(required(attributes, SOURCE))),
                attributes.getOrDefault("ce_dialect", ""),
                required(attributes, "ce_region"),
                attributes.getOrDefault("ce_jurisdiction", "any"),
                attributes.getOrDefault("ce_configversion", ""));
        Acceptance acceptance =
                new Acceptance(origin, instant(attributes), attributes.getOrDefault("ce_traceparent", ""));
        return new LoggedEvent(event, acceptance, LINES.of(required(attributes, EDGE)), number(attributes));
    }

    private static boolean isMore(String header) {
        return header.startsWith(ATTRIBUTE) && !Attribute.isOwn(header.substring(ATTRIBUTE.length()));
    }

    private static Instant instant(Map<String, String> attributes) {
        String text = required(attributes, "ce_acceptedat");
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("ce_acceptedat is not a time: '" + text + "'", e);
        }
    }

    private static long number(Map<String, String> attributes) {
        String text = required(attributes, SEQ);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("ce_seq is not a number: '" + text + "'", e);
        }
    }

    private static String required(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the record has no header " + name);
        }
        return value;
    }

    private static String withoutSlash(String uri) {
        return uri.startsWith("/") ? uri.substring(1) : uri;
    }

    private static void addUnlessEmpty(List<Header> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.add(header(name, value));
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}

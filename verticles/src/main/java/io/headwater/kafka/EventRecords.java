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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private static final String DIALECT = "ce_dialect";
    private static final String REGION = "ce_region";
    private static final String JURISDICTION = "ce_jurisdiction";
    private static final String VERSION = "ce_configversion";
    private static final String ACCEPTED_AT = "ce_acceptedat";
    private static final String TRACEPARENT = "ce_traceparent";
    private static final String TYPE = "ce_type";
    private static final String TIME = "ce_time";
    private static final String SUBJECT = "ce_subject";
    private static final String PARTITION_KEY = "ce_partitionkey";
    private static final String CONTENT_TYPE = "content-type";
    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");

    private EventRecords() {}

    /** The headers that all events of one request share, to be encoded once for each request. */
    public static List<Header> shared(Acceptance acceptance) {
        Origin origin = acceptance.origin();
        List<Header> headers = new ArrayList<>(8);
        headers.add(SPEC_VERSION);
        headers.add(header(SOURCE, origin.source().uri()));
        headers.add(header(DIALECT, origin.dialect()));
        headers.add(header(REGION, origin.region()));
        headers.add(header(JURISDICTION, origin.jurisdiction()));
        addUnlessEmpty(headers, VERSION, origin.version());
        headers.add(header(ACCEPTED_AT, Microseconds.text(acceptance.acceptedAt())));
        addUnlessEmpty(headers, TRACEPARENT, acceptance.traceparent());
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
        headers.add(header(TYPE, event.type()));
        addUnlessEmpty(headers, TIME, event.time());
        addUnlessEmpty(headers, SUBJECT, event.subject());
        headers.add(header(PARTITION_KEY, event.partitionKey()));
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
        Decoding decoding = new Decoding();
        for (Header header : record.headers()) {
            decoding.take(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
        }
        byte[] value = record.value();
        if (value == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        return decoding.event(value);
    }

    /** The headers of one record, on their way to be an event; empty is what none of them said. */
    private static final class Decoding {
        private final List<Attribute> more = new ArrayList<>(0);
        private String source = "";
        private String dialect = "";
        private String region = "";
        private String jurisdiction = "any";
        private String version = "";
        private String acceptedAt = "";
        private String traceparent = "";
        private String id = "";
        private String type = "";
        private String time = "";
        private String subject = "";
        private String partitionKey = "";
        private String contentType = "application/octet-stream";
        private String edge = "";
        private String seq = "";

        void take(String name, String value) {
            switch (name) {
                case SOURCE -> source = value;
                case DIALECT -> dialect = value;
                case REGION -> region = value;
                case JURISDICTION -> jurisdiction = value;
                case VERSION -> version = value;
                case ACCEPTED_AT -> acceptedAt = value;
                case TRACEPARENT -> traceparent = value;
                case ID -> id = value;
                case TYPE -> type = value;
                case TIME -> time = value;
                case SUBJECT -> subject = value;
                case PARTITION_KEY -> partitionKey = value;
                case CONTENT_TYPE -> contentType = value;
                case EDGE -> edge = value;
                case SEQ -> seq = value;
                default -> {
                    if (isMore(name)) {
                        more.add(new Attribute(name.substring(ATTRIBUTE.length()), value));
                    }
                }
            }
        }

        LoggedEvent event(byte[] data) {
            Event event = new Event(
                    required(ID, id),
                    required(TYPE, type),
                    time,
                    subject,
                    required(PARTITION_KEY, partitionKey),
                    contentType,
                    EventData.of(data),
                    more);
            Origin origin = new Origin(
                    SourceId.parse(withoutSlash(required(SOURCE, source))),
                    dialect,
                    required(REGION, region),
                    jurisdiction,
                    version);
            Acceptance acceptance = new Acceptance(origin, instant(), traceparent);
            return new LoggedEvent(event, acceptance, LINES.of(required(EDGE, edge)), number());
        }

        private Instant instant() {
            String text = required(ACCEPTED_AT, acceptedAt);
            try {
                return Microseconds.instant(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(ACCEPTED_AT + " is not a time: '" + text + "'", e);
            }
        }

        private long number() {
            String text = required(SEQ, seq);
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(SEQ + " is not a number: '" + text + "'", e);
            }
        }

        private static String required(String name, String value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the record has no header " + name);
            }
            return value;
        }

        private static boolean isMore(String header) {
            return header.startsWith(ATTRIBUTE) && !Attribute.isOwn(header.substring(ATTRIBUTE.length()));
        }

        private static String withoutSlash(String uri) {
            return uri.startsWith("/") ? uri.substring(1) : uri;
        }
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

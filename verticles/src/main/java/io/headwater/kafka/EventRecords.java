package io.headwater.kafka;

import static io.headwater.kafka.KeptHeaders.text;
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
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The event as a Kafka record: CloudEvents 1.0 binary content mode (Kafka protocol binding, section 3.2). The key is the
 * partition key, the value the accepted bytes untouched, each attribute a header {@code ce_<name>} in UTF-8.
 */
public final class EventRecords {
    /** The header that names the source an event is of, as {@link SourceId#uri} does. */
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
    private static final String SPEC_VERSION = "ce_specversion";
    private static final Header SPEC_1_0 = header(SPEC_VERSION, "1.0");

    private static final KeptHeaders HEADERS = new KeptHeaders(Set.of(
            SPEC_VERSION,
            SOURCE,
            DIALECT,
            REGION,
            JURISDICTION,
            VERSION,
            TYPE,
            CONTENT_TYPE,
            EDGE,
            ATTRIBUTE + Attribute.LIBRARY));
    private static final ReadOnce<String, SourceId> SOURCES = new ReadOnce<>(EventRecords::parsed);
    private static final ReadOnce<Origin, Origin> ORIGINS = new ReadOnce<>(Function.identity());
    private static final ReadOnce<String, Line> LINES = new ReadOnce<>(Line::parse);
    /** Names of extension attributes by their headers'; empty for a header that is none. */
    private static final ReadOnce<String, String> MORE = new ReadOnce<>(EventRecords::more);

    private EventRecords() {}

    /** The headers that all events of one request share, to be encoded once for each request. */
    public static List<Header> shared(Acceptance acceptance) {
        Origin origin = acceptance.origin();
        List<Header> headers = new ArrayList<>(8);
        headers.add(SPEC_1_0);
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
        return said(record, ID);
    }

    /** Whose event a record is, told without reading the rest; empty where it is no event of ours. */
    public static Optional<SourceId> source(ConsumerRecord<byte[], byte[]> record) {
        try {
            return said(record, SOURCE).map(SOURCES::of);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // whoever reads it for everybody says so
        }
    }

    private static Optional<String> said(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
    }

    /** The line of this text; fails as {@link Line#parse} does. */
    static Line line(String text) {
        return LINES.of(text);
    }

    /**
     * Reads a record of {@code hw.events}. Fails with {@link IllegalArgumentException} naming the header when it is not
     * one of ours.
     */
    public static ReadRecord read(ConsumerRecord<byte[], byte[]> record) {
        Decoding decoding = new Decoding();
        Header[] headers = HEADERS.keep(record.headers());
        for (Header each : headers) {
            decoding.take(each);
        }
        byte[] value = record.value();
        if (value == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        ConsumerRecord<byte[], byte[]> kept = new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                value,
                new RecordHeaders(headers),
                Optional.empty());
        return new ReadRecord(kept, decoding.event(value));
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

        void take(Header header) {
            String name = header.key();
            switch (name) {
                case SOURCE -> source = text(header);
                case DIALECT -> dialect = text(header);
                case REGION -> region = text(header);
                case JURISDICTION -> jurisdiction = text(header);
                case VERSION -> version = text(header);
                case ACCEPTED_AT -> acceptedAt = text(header);
                case TRACEPARENT -> traceparent = text(header);
                case ID -> id = text(header);
                case TYPE -> type = text(header);
                case TIME -> time = text(header);
                case SUBJECT -> subject = text(header);
                case PARTITION_KEY -> partitionKey = text(header);
                case CONTENT_TYPE -> contentType = text(header);
                case EDGE -> edge = text(header);
                case SEQ -> seq = text(header);
                default -> {
                    String attribute = MORE.of(name);
                    if (!attribute.isEmpty()) {
                        more.add(new Attribute(attribute, text(header)));
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
                    SOURCES.of(required(SOURCE, source)), dialect, required(REGION, region), jurisdiction, version);
            Acceptance acceptance = new Acceptance(ORIGINS.of(origin), instant(), traceparent);
            return new LoggedEvent(event, acceptance, line(required(EDGE, edge)), number());
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
    }

    private static SourceId parsed(String uri) {
        return SourceId.parse(uri.startsWith("/") ? uri.substring(1) : uri);
    }

    private static String more(String header) {
        String name = header.startsWith(ATTRIBUTE) ? header.substring(ATTRIBUTE.length()) : "";
        return Attribute.isOwn(name) ? "" : name;
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

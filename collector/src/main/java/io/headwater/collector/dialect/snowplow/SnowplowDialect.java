package io.headwater.collector.dialect.snowplow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Base64Text;
import io.headwater.collector.dialect.BatchObject;
import io.headwater.collector.dialect.ClientClock;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.StrictJson;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import io.headwater.event.EventData;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Snowplow's tracker protocol: POST with a payload of events, whose values are all strings, and GET with one event in the
 * query, which is delivered as an object of its parameters. Self-describing events and contexts stay as they were sent, in
 * Base64 too. A tracker keeps what is answered with anything but 400, 401, 403, 410 and 422 and sends it again.
 */
public final class SnowplowDialect implements Dialect {
    private static final Wanted OUTER = Wanted.of("schema");
    private static final Wanted EVENT =
            Wanted.of("eid", "e", "se_ac", "ue_px", "ue_pr", "ttm#", "dtm#", "stm#", "sid", "duid", "uid", "tv", "aid");
    private static final List<String> NAMES =
            List.of("eid", "e", "se_ac", "ue_px", "ue_pr", "ttm", "dtm", "stm", "sid", "duid", "uid", "tv", "aid");
    private static final String DEFAULT_TYPE = "event";
    private static final Pattern SCHEMA = Pattern.compile("iglu:[\\w.-]+/([\\w-]+)/[\\w-]+/[\\w-]+");
    /* So many characters from its beginning the name nearly always stands; whole quanta of Base64. */
    private static final int NEAR = 400;
    /* Self-describing events are read for their names only up to this. */
    private static final int LONGEST_SELF_DESCRIBING = 512 * 1024;

    private final EventCheck check;

    public SnowplowDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "snowplow";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/*/tp2"), Endpoint.get("/i"), Endpoint.get("/ice.png"));
    }

    @Override
    public String key(Head head) {
        return head.parameter("aid");
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        return request.head().method().equals("GET") ? query(request) : payload(request);
    }

    private Decoded payload(Request request) throws Malformed {
        BatchObject payload =
                BatchObject.read(request.bytes(), check, "data", OUTER, EVENT).required("data");
        Found found = check.found();
        for (Scan scan : payload.events()) {
            check.add(found, request.bytes(), scan, attributes(scan.members(), request.at()));
        }
        return found.batch(
                payload.events().isEmpty() ? "" : payload.events().get(0).member(12));
    }

    private Decoded query(Request request) throws Malformed {
        Fields fields = Fields.query(request.head().query());
        if (fields.first("e").isEmpty()) {
            throw new Malformed("the query has no parameter 'e'. Send one event as Snowplow's trackers do");
        }
        Found found = check.found();
        byte[] data = JsonText.of(json -> {
            Set<String> seen = new HashSet<>();
            json.writeStartObject();
            for (Fields.Field field : fields.all()) {
                if (seen.add(field.name())) {
                    json.writeStringField(field.name(), field.value());
                }
            }
            json.writeEndObject();
        });
        check.add(
                found,
                EventData.of(data),
                attributes(NAMES.stream().map(fields::first).toList(), request.at()));
        return found.single(fields.first("aid"));
    }

    /** @param members in the order of {@link #NAMES} */
    private static Attributes attributes(List<String> members, Instant at) {
        String time = Rfc3339.ofMillis(Attributes.first(members.get(5), members.get(6)));
        String user = members.get(10);
        return new Attributes(
                        members.get(0),
                        type(members),
                        time,
                        user,
                        Attributes.first(members.get(8), members.get(9), user))
                .with(
                        Attribute.CORRECTED_TIME,
                        ClientClock.sent(Rfc3339.ofMillis(members.get(7)), at).corrected(time))
                .with(Attribute.LIBRARY, library(members.get(11)));
    }

    /** {@code node-4.8.0} as {@code snowplow-node/4.8.0}. */
    private static String library(String version) {
        int dash = version.indexOf('-');
        return version.isEmpty()
                ? ""
                : dash < 0
                        ? "snowplow-" + version
                        : "snowplow-" + version.substring(0, dash) + "/" + version.substring(dash + 1);
    }

    /** The name in the schema of a self-describing event, the action of a structured one, else what the protocol calls it. */
    private static String type(List<String> members) {
        return switch (members.get(1)) {
            case "pv" -> "page_view";
            case "pp" -> "page_ping";
            case "tr" -> "transaction";
            case "ti" -> "transaction_item";
            case "se" -> Attributes.first(members.get(2), "struct");
            case "ue" -> selfDescribing(members.get(3), members.get(4)).orElse("unstruct");
            default -> Attributes.first(members.get(1), DEFAULT_TYPE);
        };
    }

    private static Optional<String> selfDescribing(String base64, String plain) {
        String text = base64.isEmpty() ? plain : base64;
        Optional<String> near =
                text.length() > NEAR ? name(text.substring(0, NEAR), !base64.isEmpty()) : Optional.empty();
        return near.isPresent() || text.length() > LONGEST_SELF_DESCRIBING ? near : name(text, !base64.isEmpty());
    }

    /** The name of a self-describing event's schema, which must stand whole in the text; what is behind it need not. */
    private static Optional<String> name(String text, boolean base64) {
        try {
            byte[] json = base64 ? Base64Text.decode(text, "the self-describing event") : text.getBytes(UTF_8);
            try (StrictJson parser = new StrictJson(json, 0, json.length, Integer.MAX_VALUE)) {
                return parser.next() == JsonToken.START_OBJECT
                                && leads(parser, "data", JsonToken.START_OBJECT)
                                && leads(parser, "schema", JsonToken.VALUE_STRING)
                        ? nameIn(parser.text())
                        : Optional.empty();
            }
        } catch (Malformed e) {
            return Optional.empty(); // kept as it came: what it is called is all that was wanted of it
        }
    }

    /** Whether the object the parser is in has such a member, at whose value it then stands; nothing behind it is read. */
    private static boolean leads(StrictJson parser, String name, JsonToken value) throws Malformed {
        while (parser.next() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.name().equals(name);
            if (parser.next() == value && wanted) {
                return true;
            }
            parser.pass();
        }
        return false;
    }

    /** The name in {@code iglu:vendor/name/format/version}. */
    private static Optional<String> nameIn(String schema) {
        Matcher matcher = SCHEMA.matcher(schema);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return request.head().method().equals("GET") ? Reply.pixel() : Reply.text(200, "ok");
    }
}

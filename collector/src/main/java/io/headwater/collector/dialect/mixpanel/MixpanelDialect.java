package io.headwater.collector.dialect.mixpanel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Base64Text;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.JsonEvents;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Text;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import java.util.List;

/**
 * Mixpanel: {@code /track} with Base64 or JSON in the query, in a form or as the body, {@code /import} with an array or a
 * line an event, and the profile updates of {@code /engage} and {@code /groups}. Its SDK for Node.js sends nothing twice.
 */
public final class MixpanelDialect implements Dialect {
    private static final Wanted EVENT = Wanted.of(
            "event",
            "properties.token",
            "properties.$insert_id",
            "properties.distinct_id#",
            "properties.$device_id",
            "properties.time#",
            "properties.mp_lib",
            "properties.$lib_version",
            "$token",
            "$distinct_id#",
            "$time#",
            "$group_id#");
    /* Unix time in seconds is below this until the year 5138, and in milliseconds above it since 1973. */
    private static final int SECONDS_DIGITS = 11;

    private final EventCheck check;

    public MixpanelDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "mixpanel";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/track"),
                Endpoint.get("/track"),
                Endpoint.post("/import"),
                Endpoint.post("/engage"),
                Endpoint.get("/engage"),
                Endpoint.post("/groups"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = json(request);
        byte first = Text.first(bytes);
        if (first == 0) {
            throw new Malformed("the body is empty. Send events as JSON, or as Base64 in a field 'data'");
        }
        Found found = check.found();
        String[] key = {""};
        JsonEvents.Each each = scan -> {
            key[0] = Attributes.first(key[0], token(scan));
            add(found, request, bytes, scan);
        };
        if (first == '[') {
            JsonEvents.array(bytes, check, EVENT, each);
        } else if (request.call().equals("import")) {
            JsonEvents.lines(bytes, check, found, EVENT, each);
        } else {
            JsonEvents.one(bytes, check, EVENT, each); // over several lines, too
        }
        return first == '{' && found.size() == 1 ? found.single(key[0]) : found.batch(key[0]);
    }

    private static byte[] json(Request request) throws Malformed {
        byte first = Text.first(request.bytes());
        if (first == '{' || first == '[') {
            return request.bytes();
        }
        boolean form = request.bytes().length > 0;
        String text = form ? Text.of(request.bytes()) : request.head().query();
        String data = Fields.withPlus(text).first("data").strip();
        if (data.startsWith("{") || data.startsWith("[")) {
            return Fields.query(text).first("data").getBytes(UTF_8);
        }
        return Base64Text.decode(data, "the field 'data'");
    }

    private static String token(Scan scan) {
        return Attributes.first(scan.member(1), scan.member(8));
    }

    private void add(Found found, Request request, byte[] bytes, Scan scan) throws Malformed {
        String user = Attributes.first(scan.member(3), scan.member(9), scan.member(11));
        String library = scan.member(6);
        String version = scan.member(7);
        check.add(
                found,
                bytes,
                scan,
                new Attributes(
                                scan.member(2),
                                Attributes.first(scan.member(0), type(request.call())),
                                time(Attributes.first(scan.member(5), scan.member(10))),
                                user,
                                Attributes.first(scan.member(4), user))
                        .with(
                                Attribute.LIBRARY,
                                library.isEmpty() || version.isEmpty() ? library : library + "/" + version));
    }

    private static String type(String call) {
        return switch (call) {
            case "engage" -> "profile_update";
            case "groups" -> "group_update";
            default -> "event";
        };
    }

    private static String time(String digits) {
        int point = digits.indexOf('.');
        int whole = point < 0 ? digits.length() : point;
        return Rfc3339.ofUnix(digits, whole <= SECONDS_DIGITS ? 0 : 3);
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        if (request.call().equals("import")) {
            return new Reply(200, "application/json", JsonText.of(json -> {
                json.writeStartObject();
                json.writeNumberField("code", 200);
                json.writeNumberField("num_records_imported", decoded.events().size());
                json.writeStringField("status", "OK");
                json.writeEndObject();
            }));
        }
        if (request.head().parameter("img").equals("1")) {
            return Reply.pixel();
        }
        boolean verbose = request.head().parameter("verbose").equals("1");
        return verbose ? Reply.ok("{\"status\":1,\"error\":null}") : Reply.text(200, "1");
    }
}

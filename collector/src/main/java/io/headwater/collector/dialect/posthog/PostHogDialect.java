package io.headwater.collector.dialect.posthog;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.time.Instant;
import java.util.List;

/**
 * PostHog: {@code {"api_key":…,"batch":[…]}} from servers, one event or an array of them from browsers, which send gzip
 * without saying so, or Base64 in a form as they go, and did send lz-string's; and the configuration and empty feature flags that its browser SDK
 * asks for. Its SDKs halve what is answered 413.
 */
public final class PostHogDialect implements Dialect {
    private static final Wanted OUTER = Wanted.of("api_key", "sent_at", "token");
    private static final Wanted EVENT = Wanted.of(
            "uuid",
            "event",
            "timestamp",
            "distinct_id#",
            "properties.distinct_id#",
            "properties.$session_id",
            "properties.token",
            "properties.$lib",
            "properties.$lib_version",
            "offset#",
            "api_key",
            "token",
            "sent_at",
            "properties.$insert_id");
    private static final String DEFAULT_TYPE = "event";

    private final EventCheck check;

    public PostHogDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "posthog";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/batch"),
                Endpoint.post("/e"),
                Endpoint.post("/i/v0/e"),
                Endpoint.post("/capture"),
                Endpoint.post("/s"),
                Endpoint.setup("/array/:key/config"),
                Endpoint.setup("/array/:key/config.js"),
                Endpoint.commonSetup("POST", "/flags"),
                Endpoint.commonSetup("POST", "/decide"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = json(request);
        return Text.first(bytes) == '[' ? array(request, bytes) : object(request, bytes);
    }

    private byte[] json(Request request) throws Malformed {
        byte first = Text.first(request.bytes());
        if (first == '{' || first == '[' || first == 0) {
            return request.bytes();
        }
        String text = Text.of(request.bytes());
        String data = Fields.withPlus(text).first("data");
        String encoded = data.isEmpty() ? text : data;
        if (encoded.startsWith("{") || encoded.startsWith("[")) {
            return encoded.getBytes(UTF_8);
        }
        return request.head().parameter("compression").startsWith("lz")
                ? LzString.decompress(encoded, check.mostInflated(), "limits.inflated")
                        .getBytes(UTF_8)
                : Base64Text.decode(encoded, "the body");
    }

    private Decoded object(Request request, byte[] bytes) throws Malformed {
        BatchObject batch = BatchObject.read(bytes, check, "batch", OUTER, EVENT);
        if (!batch.present()) {
            return single(request, bytes);
        }
        ClientClock clock = clock(request, batch.members().member(1));
        Found found = check.found();
        for (Scan scan : batch.events()) {
            add(found, bytes, scan, clock, request.at());
        }
        String inFirst = batch.events().isEmpty() ? "" : key(batch.events().get(0));
        return found.batch(
                Attributes.first(batch.members().member(0), batch.members().member(2), inFirst));
    }

    private Decoded single(Request request, byte[] bytes) throws Malformed {
        Found found = check.found();
        Scan scan = JsonEvents.scan(bytes, 0, bytes.length, check, EVENT);
        add(found, bytes, scan, clock(request, scan.member(12)), request.at());
        return found.single(key(scan));
    }

    private Decoded array(Request request, byte[] bytes) throws Malformed {
        Found found = check.found();
        ClientClock clock = clock(request, "");
        String[] key = {""};
        JsonEvents.array(bytes, check, EVENT, scan -> {
            key[0] = Attributes.first(key[0], key(scan));
            add(found, bytes, scan, clock, request.at());
        });
        return found.batch(key[0]);
    }

    private static String key(Scan event) {
        return Attributes.first(event.member(10), event.member(11), event.member(6));
    }

    /** A browser says when it sent in the query. */
    private static ClientClock clock(Request request, String sentAt) {
        return ClientClock.sent(
                Attributes.first(sentAt, Rfc3339.ofMillis(request.head().parameter("_"))), request.at());
    }

    private void add(Found found, byte[] bytes, Scan scan, ClientClock clock, Instant at) throws Malformed {
        String user = Attributes.first(scan.member(3), scan.member(4));
        String time = scan.member(2);
        String corrected = time.isEmpty() ? before(at, scan.member(9)) : clock.corrected(time);
        String library = scan.member(7);
        String version = scan.member(8);
        check.add(
                found,
                bytes,
                scan,
                new Attributes(
                                Attributes.first(scan.member(0), scan.member(13)),
                                Attributes.first(scan.member(1), DEFAULT_TYPE),
                                time,
                                user,
                                Attributes.first(scan.member(5), user))
                        .with(Attribute.CORRECTED_TIME, corrected)
                        .with(Attribute.LIBRARY, version.isEmpty() ? library : library + "/" + version));
    }

    /** When an event was that is so many milliseconds old. */
    private static String before(Instant at, String offset) {
        return Rfc3339.parse(Rfc3339.ofMillis(offset))
                .map(age -> Rfc3339.format(at.minusMillis(age.toEpochMilli())))
                .orElse("");
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Reply.ok("{\"status\":\"Ok\"}");
    }

    @Override
    public Reply setup(Head head, String writeKey) {
        if (writeKey.isEmpty()) {
            return Reply.ok(
                    "{\"config\":{\"enable_collect_everything\":true},\"featureFlags\":{},\"featureFlagPayloads\":{},"
                            + "\"flags\":{},\"errorsWhileComputingFlags\":false,\"sessionRecording\":false,"
                            + "\"supportedCompression\":[\"gzip\",\"gzip-js\"],\"toolbarParams\":{},\"isAuthenticated\":false,"
                            + "\"siteApps\":[]}");
        }
        String config = new String(config(writeKey), UTF_8);
        if (!head.path().endsWith(".js")) {
            return Reply.ok(config);
        }
        String key = new String(JsonText.of(json -> json.writeString(writeKey)), UTF_8).replace("<", "\\u003c");
        String script = "(function(){window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};"
                + "window._POSTHOG_REMOTE_CONFIG[" + key + "]={config:" + config.replace("<", "\\u003c")
                + ",siteApps:[]}})();";
        return new Reply(200, "application/javascript", script.getBytes(UTF_8));
    }

    private static byte[] config(String writeKey) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("token", writeKey);
            json.writeArrayFieldStart("supportedCompression");
            json.writeString("gzip");
            json.writeString("gzip-js");
            json.writeEndArray();
            for (String off : List.of(
                    "hasFeatureFlags",
                    "captureDeadClicks",
                    "capturePerformance",
                    "autocapture_opt_out",
                    "autocaptureExceptions",
                    "sessionRecording",
                    "heatmaps",
                    "surveys")) {
                json.writeBooleanField(off, false);
            }
            json.writeObjectFieldStart("analytics");
            json.writeStringField("endpoint", "/i/v0/e/");
            json.writeEndObject();
            json.writeBooleanField("elementsChainAsString", true);
            json.writeArrayFieldStart("siteApps");
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}

package io.headwater.collector.dialect.segment;

import io.headwater.collector.dialect.Base64Text;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Segment's HTTP tracking API: {@code /v1/batch} and {@code /v1/track}, {@code identify}, {@code page}, {@code screen},
 * {@code group}, {@code alias} as servers and phones call it, their first letters as browsers do, the pixel, and the
 * settings that a browser or phone asks for before its first event.
 */
public final class SegmentDialect implements Dialect {
    private static final String PIXEL = "/v1/pixel/";
    private static final String SUCCESS = "{\"success\":true}";

    private final Messages messages;

    public SegmentDialect(EventCheck check) {
        this.messages = new Messages(check);
    }

    @Override
    public String name() {
        return "segment";
    }

    @Override
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (String batch : List.of("batch", "b", "import")) {
            all.add(Endpoint.post("/v1/" + batch));
        }
        for (String call :
                List.of("track", "identify", "page", "screen", "group", "alias", "t", "i", "p", "s", "g", "a")) {
            all.add(Endpoint.post("/v1/" + call));
        }
        for (String call : List.of("track", "identify", "page", "screen", "group", "alias")) {
            all.add(Endpoint.get(PIXEL + call));
        }
        all.add(Endpoint.post("/batch"));
        all.add(Endpoint.setup("/v1/projects/:key/settings"));
        return List.copyOf(all);
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        if (request.head().path().startsWith(PIXEL)) {
            String data = request.head().parameter("data");
            if (data.isEmpty()) {
                throw new Malformed("the query has no parameter 'data'. Send the event's JSON there in Base64");
            }
            return messages.decode(request, Base64Text.decode(data, "the query's parameter 'data'"));
        }
        return messages.decode(request, request.bytes());
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return request.head().path().startsWith(PIXEL) ? Reply.pixel() : Reply.ok(SUCCESS);
    }

    /** No destinations in the browser but this one, at the host that was asked. */
    @Override
    public Reply setup(Head head, String writeKey) {
        String host = head.header("Host");
        return new Reply(200, "application/json", JsonText.of(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("integrations");
            json.writeObjectFieldStart("Segment.io");
            json.writeStringField("apiKey", writeKey);
            json.writeStringField("apiHost", host + "/v1");
            json.writeBooleanField("unbundledIntegrations", false);
            json.writeBooleanField("addBundledMetadata", true);
            json.writeStringField("type", "browser");
            json.writeObjectFieldStart("versionSettings");
            json.writeStringField("version", "4.4.7");
            json.writeArrayFieldStart("componentTypes");
            json.writeString("browser");
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeObjectFieldStart("plan");
            for (String call : List.of("track", "identify", "group")) {
                json.writeObjectFieldStart(call);
                json.writeObjectFieldStart("__default");
                json.writeBooleanField("enabled", true);
                json.writeObjectFieldStart("integrations");
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeObjectFieldStart("edgeFunction");
            json.writeEndObject();
            json.writeObjectFieldStart("metrics");
            json.writeNumberField("sampleRate", 0);
            json.writeEndObject();
            json.writeArrayFieldStart("remotePlugins");
            json.writeEndArray();
            json.writeEndObject();
        }));
    }
}

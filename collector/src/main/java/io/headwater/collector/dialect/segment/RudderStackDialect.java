package io.headwater.collector.dialect.segment;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Hashes;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * RudderStack's data plane, which is Segment's API with words of its own: whole names only, {@code merge}, a path for
 * beacons with the key in the query, and {@code sourceConfig}, without which its browser SDK sends nothing. Its SDKs drop
 * what is answered 408.
 */
public final class RudderStackDialect implements Dialect {
    private static final String EPOCH = "2026-01-01T00:00:00.000Z";

    private final Messages messages;

    public RudderStackDialect(EventCheck check) {
        this.messages = new Messages(check);
    }

    @Override
    public String name() {
        return "rudderstack";
    }

    @Override
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (String call : List.of("batch", "track", "identify", "page", "screen", "group", "alias", "merge")) {
            all.add(Endpoint.post("/v1/" + call));
        }
        all.add(Endpoint.post("/v1/import"));
        all.add(Endpoint.post("/beacon/v1/batch"));
        all.add(Endpoint.setup("/sourceConfig"));
        return List.copyOf(all);
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        return messages.decode(request, request.bytes());
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Reply.text(200, "OK");
    }

    @Override
    public int status(int status) {
        return status == 408 ? 503 : status;
    }

    /** An enabled source with no destinations in the browser. */
    @Override
    public Reply setup(Head head, String writeKey) {
        String id = Hashes.id("rudderstack", writeKey);
        return new Reply(200, "application/json", JsonText.of(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("source");
            json.writeStringField("id", id);
            json.writeStringField("name", "headwater");
            json.writeStringField("writeKey", writeKey);
            json.writeBooleanField("enabled", true);
            json.writeStringField("workspaceId", "headwater");
            json.writeStringField("createdAt", EPOCH);
            json.writeStringField("updatedAt", EPOCH);
            json.writeObjectFieldStart("config");
            json.writeObjectFieldStart("statsCollection");
            for (String each : List.of("errors", "metrics")) {
                json.writeObjectFieldStart(each);
                json.writeBooleanField("enabled", false);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeArrayFieldStart("connections");
            json.writeEndArray();
            json.writeArrayFieldStart("destinations");
            json.writeEndArray();
            json.writeObjectFieldStart("dataplanes");
            json.writeEndObject();
            json.writeEndObject();
            json.writeStringField("updatedAt", EPOCH);
            json.writeEndObject();
        }));
    }
}

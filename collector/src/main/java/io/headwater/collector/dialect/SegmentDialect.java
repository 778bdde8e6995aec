package io.headwater.collector.dialect;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.collector.dialect.EventCheck.Attributes;
import java.util.List;

/**
 * Segment's HTTP tracking API: {@code /v1/batch}, and one event on each of {@code /v1/track}, {@code identify},
 * {@code page}, {@code screen}, {@code group}, {@code alias}. Each event is delivered as its own object, as it stood in
 * the batch.
 */
final class SegmentDialect implements Dialect {
    private static final List<String> WANTED =
            List.of("messageId", "type", "event", "timestamp", "userId", "anonymousId", "writeKey");
    private static final String DEFAULT_TYPE = "event";
    private static final String SUCCESS = "{\"success\":true}";

    private final EventCheck check;

    SegmentDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "segment";
    }

    @Override
    public List<String> paths() {
        return List.of("/v1/batch", "/v1/track", "/v1/identify", "/v1/page", "/v1/screen", "/v1/group", "/v1/alias");
    }

    @Override
    public Decoded decode(Body body) throws Malformed {
        byte[] bytes = body.bytes();
        if (Lines.skipWhiteSpace(bytes, 0, bytes.length) == bytes.length) {
            throw new Malformed("the body is empty. Send a JSON object as Segment's HTTP API has it");
        }
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            throw new Malformed("the body is not UTF-8");
        }
        return body.call().equals("batch") ? batch(bytes) : single(bytes, body.call());
    }

    private Decoded single(byte[] bytes, String call) throws Malformed {
        Found found = check.found();
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            json.next();
            Scan scan = json.scan(WANTED);
            json.end();
            add(found, bytes, scan, call);
            return found.single(scan.members().get(6));
        }
    }

    private Decoded batch(byte[] bytes) throws Malformed {
        Found found = check.found();
        Names names = new Names();
        names.enter();
        String writeKey = "";
        boolean seen = false;
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            if (json.next() != JsonToken.START_OBJECT) {
                throw new Malformed("the body must be a JSON object with a member 'batch'");
            }
            while (json.next() != JsonToken.END_OBJECT) {
                String name = json.name();
                JsonToken token = json.next();
                if (!names.add(name)) {
                    throw new Malformed("the body has the same key twice");
                }
                if (name.equals("batch")) {
                    if (token != JsonToken.START_ARRAY) {
                        throw new Malformed("the body's member 'batch' must be an array of events");
                    }
                    seen = true;
                    events(json, bytes, found);
                } else if (name.equals("writeKey") && token == JsonToken.VALUE_STRING) {
                    writeKey = json.text();
                } else {
                    json.pass();
                }
            }
            json.end();
        }
        if (!seen) {
            throw new Malformed("the body has no member 'batch'");
        }
        return found.batch(writeKey);
    }

    private void events(StrictJson json, byte[] bytes, Found found) throws Malformed {
        while (json.next() != JsonToken.END_ARRAY) {
            add(found, bytes, json.scan(WANTED), "");
        }
    }

    private void add(Found found, byte[] bytes, Scan scan, String call) throws Malformed {
        List<String> members = scan.members();
        String type = type(call.isEmpty() ? members.get(1) : call, members.get(2));
        String user = members.get(4);
        String key = members.get(5).isEmpty() ? user : members.get(5);
        check.add(found, bytes, scan, new Attributes(members.get(0), type, members.get(3), user, key));
    }

    /** The event's name of a track, else the call. */
    private static String type(String call, String event) {
        if (call.equals("track") && !event.isEmpty()) {
            return event;
        }
        return call.isEmpty() ? DEFAULT_TYPE : call;
    }

    @Override
    public String accepted(Decoded decoded) {
        return SUCCESS;
    }
}

package io.headwater.collector.dialect;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.collector.dialect.EventCheck.Attributes;
import java.util.List;
import java.util.Set;

/**
 * Headwater's own form: one JSON object, a JSON array of them, or NDJSON. An event may carry {@code id}, {@code type},
 * {@code time}, {@code session} and {@code user} as strings; of another type they are ignored and counted.
 */
final class NativeDialect implements Dialect {
    private static final List<String> WANTED = List.of("id", "type", "time", "session", "user");
    private static final Set<String> NDJSON = Set.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/json-lines");
    private static final String DEFAULT_TYPE = "event";

    private final EventCheck check;

    NativeDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public List<String> paths() {
        return List.of("/v1/events", "/v1/events/:key");
    }

    @Override
    public Decoded decode(Body body) throws Malformed {
        byte[] bytes = body.bytes();
        int first = Lines.skipWhiteSpace(bytes, 0, bytes.length);
        if (first == bytes.length) {
            throw new Malformed("the body is empty. Send one JSON event, a JSON array of events, or NDJSON");
        }
        if (NDJSON.contains(body.contentType())) {
            return lines(bytes);
        }
        if (bytes[first] == '{' && firstLineIsAll(bytes, first)) {
            return lines(bytes);
        }
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            throw new Malformed("the body is not UTF-8");
        }
        return bytes[first] == '[' ? array(bytes) : single(bytes);
    }

    /** Whether the first line is a complete object and more than white space follows: NDJSON that does not say so. */
    private boolean firstLineIsAll(byte[] bytes, int first) {
        int end = Lines.end(bytes, first);
        if (end == bytes.length || Lines.skipWhiteSpace(bytes, end, bytes.length) == bytes.length) {
            return false;
        }
        try (StrictJson json = new StrictJson(bytes, first, end, check.maxDepth())) {
            json.next();
            json.scan(List.of());
            json.end();
            return true;
        } catch (Malformed e) {
            return false; // the object goes on behind the line's end, or it is no JSON: read as one document, that is
            // told
        }
    }

    private Decoded single(byte[] bytes) throws Malformed {
        Found found = check.found();
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            json.next();
            Scan scan = json.scan(WANTED);
            json.end();
            add(found, bytes, scan);
        }
        return found.single("");
    }

    private Decoded array(byte[] bytes) throws Malformed {
        Found found = check.found();
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            json.next();
            while (json.next() != JsonToken.END_ARRAY) {
                add(found, bytes, json.scan(WANTED));
            }
            json.end();
        }
        return found.batch("");
    }

    private Decoded lines(byte[] bytes) throws Malformed {
        Found found = check.found();
        int from = 0;
        while (from < bytes.length) {
            int end = Lines.end(bytes, from);
            if (Lines.skipWhiteSpace(bytes, from, end) < end) {
                line(found, bytes, from, end);
            }
            from = end + 1;
        }
        return found.batch("");
    }

    private void line(Found found, byte[] bytes, int from, int end) throws Malformed {
        if (!Utf8.isValid(bytes, from, end)) {
            check.reject(found, bytes, from, end, Fault.UTF8, Fault.UTF8.reason());
            return;
        }
        Scan scan;
        try (StrictJson json = new StrictJson(bytes, from, end, check.maxDepth())) {
            json.next();
            scan = json.scan(WANTED);
            json.end();
        } catch (Malformed e) {
            check.reject(found, bytes, from, end, Fault.SYNTAX, e.sentence());
            return;
        }
        add(found, bytes, scan);
    }

    private void add(Found found, byte[] bytes, Scan scan) throws Malformed {
        List<String> members = scan.members();
        String type = members.get(1).isEmpty() ? DEFAULT_TYPE : members.get(1);
        String session = members.get(3);
        String user = members.get(4);
        String key = session.isEmpty() ? user : session;
        check.add(found, bytes, scan, new Attributes(members.get(0), type, members.get(2), user, key));
    }

    @Override
    public String accepted(Decoded decoded) {
        return Answered.counts(decoded);
    }
}

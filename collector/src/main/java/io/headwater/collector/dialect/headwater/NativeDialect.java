package io.headwater.collector.dialect.headwater;

import io.headwater.collector.dialect.Answered;
import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.JsonEvents;
import io.headwater.collector.dialect.Lines;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import java.util.List;
import java.util.Set;

/**
 * Headwater's own form: one JSON object, a JSON array of them, or NDJSON. An event may carry {@code id}, {@code type},
 * {@code time}, {@code session} and {@code user} as strings and {@code seq}, its number within the session, as a number
 * too; of another type they are ignored and counted.
 */
public final class NativeDialect implements Dialect {
    static final Wanted WANTED = Wanted.of("id", "type", "time", "session", "user", "seq#");
    private static final Wanted NOTHING = Wanted.of();
    private static final Set<String> NDJSON = Set.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/json-lines");
    private static final String DEFAULT_TYPE = "event";

    private final EventCheck check;

    public NativeDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/v1/events"),
                Endpoint.post("/v1/events/:key"),
                Endpoint.directory("/v1/ping"),
                Endpoint.directory("/v1/edges"),
                Endpoint.directory("/v1/edges/keys"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = request.bytes();
        int first = Lines.skipWhiteSpace(bytes, 0, bytes.length);
        if (first == bytes.length) {
            throw new Malformed("the body is empty. Send one JSON event, a JSON array of events, or NDJSON");
        }
        Found found = check.found();
        JsonEvents.Each each = scan -> add(found, bytes, scan);
        if (NDJSON.contains(request.head().contentType()) || (bytes[first] == '{' && firstLineIsAll(bytes, first))) {
            JsonEvents.lines(bytes, check, found, WANTED, each);
            return found.batch("");
        }
        if (bytes[first] == '[') {
            JsonEvents.array(bytes, check, WANTED, each);
            return found.batch("");
        }
        JsonEvents.one(bytes, check, WANTED, each);
        return found.single("");
    }

    /** Whether the first line is a complete object and more than white space follows: NDJSON that does not say so. */
    private boolean firstLineIsAll(byte[] bytes, int first) {
        int end = Lines.end(bytes, first);
        if (end == bytes.length || Lines.skipWhiteSpace(bytes, end, bytes.length) == bytes.length) {
            return false;
        }
        try {
            JsonEvents.scan(bytes, first, end, check, NOTHING);
            return true;
        } catch (Malformed e) {
            return false; // the object goes on behind the line's end, or it is no JSON: read as one document, that is
            // told
        }
    }

    void add(Found found, byte[] bytes, Scan scan) throws Malformed {
        String type = Attributes.first(scan.member(1), DEFAULT_TYPE);
        String session = scan.member(3);
        String user = scan.member(4);
        Attributes attributes =
                new Attributes(scan.member(0), type, scan.member(2), user, Attributes.first(session, user));
        boolean numbered = !session.isEmpty() && !scan.member(5).isEmpty();
        check.add(found, bytes, scan, numbered ? attributes.with(Attribute.SEQUENCE, scan.member(5)) : attributes);
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Answered.counts(200, decoded);
    }
}

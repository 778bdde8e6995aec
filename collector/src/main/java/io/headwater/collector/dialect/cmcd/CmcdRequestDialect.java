package io.headwater.collector.dialect.cmcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Answered;
import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fault;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.JsonEvents;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Text;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.Attribute;
import io.headwater.event.EventData;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Common Media Client Data in request mode (CTA-5004 and CTA-5004-B), as a CDN's log lines carry it: a JSON array of
 * lines, one line, or NDJSON. An event's data is {@code {"line":…,"cmcd":…}}: the line byte for byte, and the keys found
 * in its query or headers, or null where there are none.
 */
public final class CmcdRequestDialect implements Dialect {
    private static final String TYPE = "request";
    private static final Wanted NOTHING = Wanted.of();
    /* Of both modes a player counts by itself. */
    private static final String TARGET = "request";

    private final EventCheck check;

    public CmcdRequestDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "cmcd-request";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/cdn/v1/logs"), Endpoint.post("/cdn/v1/logs/:key"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] bytes = request.bytes();
        byte first = Text.first(bytes);
        if (first == 0) {
            throw new Malformed("the body is empty. Send a JSON array of log lines");
        }
        Found found = check.found();
        JsonEvents.Each each = scan -> add(found, request, scan);
        if (first == '[') {
            JsonEvents.array(bytes, check, NOTHING, each);
        } else {
            JsonEvents.lines(bytes, check, found, NOTHING, each);
        }
        return found.batch("");
    }

    private void add(Found found, Request request, Scan scan) throws Malformed {
        byte[] bytes = request.bytes();
        if (scan.fault() != Fault.NONE) {
            check.reject(found, bytes, scan);
            return;
        }
        LogLine line = LogLine.read(bytes, scan, check.maxDepth());
        Optional<Dictionary> cmcd;
        try {
            cmcd = line.cmcd().isEmpty() ? Optional.empty() : Optional.of(Dictionary.parse(line.cmcd()));
        } catch (Malformed e) {
            check.reject(
                    found, bytes, scan.from(), scan.to(), Fault.SYNTAX, "what the log line carries " + e.sentence());
            return;
        }
        check.add(found, data(bytes, scan, cmcd), attributes(line, cmcd, request));
    }

    private static Attributes attributes(LogLine line, Optional<Dictionary> cmcd, Request request) {
        Attributes known = cmcd.map(keys ->
                        CmcdDialect.attributes(keys, Attributes.first(keys.text("e"), TYPE), TARGET, request.at()))
                .orElseGet(() -> new Attributes("", TYPE, "", "", ""));
        Attributes all = new Attributes(
                Attributes.first(known.id(), line.id()),
                known.type(),
                Attributes.first(known.time(), line.time()),
                known.subject(),
                known.key());
        for (Attribute each : known.more()) {
            all = all.with(each.name(), each.value());
        }
        return all;
    }

    private static EventData data(byte[] bytes, Scan scan, Optional<Dictionary> cmcd) {
        byte[] head = "{\"line\":".getBytes(UTF_8);
        byte[] middle = ",\"cmcd\":".getBytes(UTF_8);
        byte[] keys = cmcd.map(some -> JsonText.of(some::write)).orElse("null".getBytes(UTF_8));
        int length = scan.to() - scan.from();
        byte[] data = Arrays.copyOf(head, head.length + length + middle.length + keys.length + 1);
        System.arraycopy(bytes, scan.from(), data, head.length, length);
        System.arraycopy(middle, 0, data, head.length + length, middle.length);
        System.arraycopy(keys, 0, data, head.length + length + middle.length, keys.length);
        data[data.length - 1] = '}';
        return EventData.of(data);
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Answered.counts(200, decoded);
    }

    @Override
    public int status(int status) {
        return status == 408 ? 503 : status;
    }
}

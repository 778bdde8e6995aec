package io.headwater.collector.dialect.cmcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fault;
import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Hashes;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Lines;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.collector.dialect.Text;
import io.headwater.event.Attribute;
import io.headwater.event.EventData;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Common Media Client Data in event mode (CTA-5004-B): a dictionary of structured fields a line, each an event whose data
 * is that dictionary as JSON. Players order lines by {@code sn} and not by where they stand. A player resends what is
 * answered 429 or 5xx and nothing else.
 */
public final class CmcdDialect implements Dialect {
    /** The keys whose values cannot be meant. */
    static final String SUSPECT = "suspect";

    private static final Set<String> KEYS = Set.of("key", "k", "writeKey");
    private static final String DEFAULT_TYPE = "cmcd";

    private final EventCheck check;

    public CmcdDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "cmcd";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/cmcd"),
                Endpoint.post("/cmcd/:key"),
                Endpoint.post("/v1/cmcd"),
                Endpoint.post("/v1/cmcd/:key"),
                Endpoint.post("/"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        Text.check(request.bytes());
        byte[] bytes = request.bytes();
        String target = target(request);
        Found found = check.found();
        int from = 0;
        while (from < bytes.length) {
            int end = Lines.end(bytes, from);
            String line = new String(bytes, from, end - from, UTF_8).strip();
            if (!line.isEmpty()) {
                line(found, bytes, from, end, line, target, request.at());
            }
            from = end + 1;
        }
        return found.batch("");
    }

    private void line(Found found, byte[] bytes, int from, int end, String line, String target, Instant at)
            throws Malformed {
        Dictionary cmcd;
        try {
            cmcd = Dictionary.parse(line);
        } catch (Malformed e) {
            check.reject(found, bytes, from, end, Fault.SYNTAX, "the line " + e.sentence());
            return;
        }
        check.add(
                found,
                EventData.of(JsonText.of(cmcd::write)),
                attributes(cmcd, Attributes.first(cmcd.text("e"), DEFAULT_TYPE), target, at));
    }

    /** The attributes that CMCD's keys give an event; numbers count for each session and target by themselves. */
    static Attributes attributes(Dictionary cmcd, String type, String target, Instant at) {
        String session = cmcd.text("sid");
        String number = cmcd.text("sn");
        boolean numbered = !session.isEmpty() && !number.isEmpty();
        return new Attributes(
                        numbered ? session + "-" + number + "-" + target : "",
                        type,
                        Rfc3339.ofMillis(cmcd.text("ts")),
                        cmcd.text("cid"),
                        session)
                .with(Attribute.SEQUENCE, numbered ? number : "")
                .with(SUSPECT, Sanity.suspects(cmcd, at));
    }

    /** What tells one target of a player from its others: path and query, the write key left out, in eight digits. */
    private static String target(Request request) {
        String path = request.head().path();
        StringBuilder target = new StringBuilder(path.startsWith("/v1/") ? "/v1/cmcd" : "/cmcd");
        for (Fields.Field field : Fields.query(request.head().query()).all()) {
            if (!KEYS.contains(field.name())) {
                target.append('&').append(field.name()).append('=').append(field.value());
            }
        }
        return Hashes.id(target.toString()).substring(0, 8);
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Reply.nothing();
    }

    @Override
    public int status(int status) {
        return status == 408 ? 503 : status;
    }
}

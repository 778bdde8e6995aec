package io.headwater.collector.dialect.headwater;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.BatchObject;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Multipart;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.Text;
import io.headwater.collector.dialect.Wanted;
import java.util.List;
import java.util.Optional;

/**
 * Native events by the means a page has when it cannot set headers or is about to go: {@code navigator.sendBeacon} with a
 * string, a blob, form data or URL parameters ({@code e}, or the form's first field), keepalive fetches, and a pixel with
 * the event in {@code ?e=}. The body may also be {@code {"events":[…]}}.
 */
public final class BeaconDialect implements Dialect {
    private static final String FIELD = "e";
    private static final Wanted NOTHING = Wanted.of();

    private final EventCheck check;
    private final NativeDialect events;

    public BeaconDialect(EventCheck check) {
        this.check = check;
        this.events = new NativeDialect(check);
    }

    @Override
    public String name() {
        return "beacon";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/beacon"),
                Endpoint.post("/beacon/:key"),
                Endpoint.post("/v1/beacon"),
                Endpoint.post("/v1/beacon/:key"),
                Endpoint.get("/i.gif"),
                Endpoint.get("/v1/pixel.gif"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        byte[] json = json(request);
        if (Text.first(json) == '{') {
            Optional<Decoded> batch = batch(json);
            if (batch.isPresent()) {
                return batch.get();
            }
        }
        return events.decode(new Request(request.head(), request.variable(), json, request.at()));
    }

    /** What the request says in its query, its form or its body. */
    private static byte[] json(Request request) throws Malformed {
        if (request.head().method().equals("GET")) {
            return request.head().parameter(FIELD).getBytes(UTF_8);
        }
        byte first = Text.first(request.bytes());
        if (first == '{' || first == '[') {
            return request.bytes();
        }
        String text = Text.of(request.bytes());
        if (Multipart.isForm(text)) {
            return Multipart.first(text, FIELD).getBytes(UTF_8);
        }
        Fields fields = Fields.query(text);
        String event = fields.first(FIELD);
        if (event.isEmpty() && !fields.all().isEmpty()) {
            event = fields.all().get(0).value();
        }
        return event.isEmpty() ? request.bytes() : event.getBytes(UTF_8);
    }

    /** The events of {@code {"events":[…]}}; empty where the body is something else, which is read as such then. */
    private Optional<Decoded> batch(byte[] json) throws Malformed {
        BatchObject batch;
        try {
            batch = BatchObject.read(json, check, "events", NOTHING, NativeDialect.WANTED);
        } catch (Malformed e) {
            if (e.isTooMuch()) {
                throw e;
            }
            return Optional.empty();
        }
        if (!batch.present()) {
            return Optional.empty();
        }
        Found found = check.found();
        for (Scan scan : batch.events()) {
            events.add(found, json, scan);
        }
        return Optional.of(found.batch(""));
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return request.head().method().equals("GET") ? Reply.pixel() : events.accepted(request, decoded);
    }
}

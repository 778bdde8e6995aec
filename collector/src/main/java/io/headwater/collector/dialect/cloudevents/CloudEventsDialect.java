package io.headwater.collector.dialect.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.collector.dialect.Answered;
import io.headwater.collector.dialect.Base64Text;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fault;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.JsonEvents;
import io.headwater.collector.dialect.Lines;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.MediaTypes;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.StrictJson;
import io.headwater.collector.dialect.Text;
import io.headwater.collector.dialect.Utf8;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.EventData;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * CloudEvents 1.0 over HTTP: binary, structured and batched content mode (HTTP protocol binding section 3), with the JSON
 * event format. The data stays byte for byte what it was: the body in binary mode, the member's own bytes in the others.
 */
public final class CloudEventsDialect implements Dialect {
    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCHED = "application/cloudevents-batch";
    private static final String OPAQUE = "application/octet-stream";
    private static final String PREFIX = "ce-";
    private static final Wanted NOTHING = Wanted.of();
    private static final byte[] NONE = new byte[0];

    private final EventCheck check;

    public CloudEventsDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "cloudevents";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/"),
                Endpoint.post("/cloudevents"),
                Endpoint.post("/v1/cloudevents"),
                Endpoint.post("/v1/cloudevents/:key"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        String type = request.head().contentType();
        if (type.startsWith(BATCHED)) {
            requireJson(type, BATCHED);
            return batch(request.bytes());
        }
        if (type.startsWith(STRUCTURED)) {
            requireJson(type, STRUCTURED);
            return structured(request.bytes());
        }
        if (request.head().header("ce-specversion").isEmpty()
                && request.head().header("ce-id").isEmpty()) {
            return undeclared(request.bytes());
        }
        return binary(request);
    }

    private static void requireJson(String type, String prefix) throws Malformed {
        String format = type.substring(prefix.length());
        if (!format.isEmpty() && !format.equals("+json")) {
            throw new Malformed("the event format " + type + " is not read here. Send " + prefix + "+json");
        }
    }

    /* Clients that forget the media type send the JSON format all the same. */
    private Decoded undeclared(byte[] bytes) throws Malformed {
        byte first = Text.first(bytes);
        if (first == '[') {
            return batch(bytes);
        }
        if (first == '{') {
            return structured(bytes);
        }
        throw new Malformed("the request has neither ce- headers nor the media type " + STRUCTURED
                + "+json. Send CloudEvents in one of the three modes of their HTTP binding");
    }

    private Decoded binary(Request request) throws Malformed {
        Draft draft = new Draft();
        request.head().headers((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX)) {
                draft.put(lower.substring(PREFIX.length()), HeaderValue.decoded(value));
            }
        });
        byte[] bytes = request.bytes();
        String declared = request.head().header("Content-Type");
        Found found = check.found();
        Optional<String> problem = draft.problem();
        if (problem.isPresent()) {
            check.reject(found, bytes, 0, bytes.length, Fault.MISSING, problem.get());
        } else {
            Optional<Fault> fault = MediaTypes.isJson(declared) ? faultOfJson(bytes) : Optional.empty();
            if (fault.isPresent()) {
                Fault what = fault.get();
                check.reject(found, bytes, 0, bytes.length, what, "the data of " + what.reason());
            } else {
                add(found, draft, declared, bytes);
            }
        }
        return found.single("");
    }

    /* What destinations are given as JSON must be JSON. */
    private Optional<Fault> faultOfJson(byte[] bytes) {
        if (Lines.skipWhiteSpace(bytes, 0, bytes.length) == bytes.length) {
            return bytes.length == 0 ? Optional.empty() : Optional.of(Fault.SYNTAX);
        }
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            return Optional.of(Fault.UTF8);
        }
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            json.next();
            Fault fault = json.scanAny().fault();
            json.end();
            return fault == Fault.NONE ? Optional.empty() : Optional.of(fault);
        } catch (Malformed e) {
            return Optional.of(Fault.SYNTAX);
        }
    }

    private Decoded structured(byte[] bytes) throws Malformed {
        Found found = check.found();
        JsonEvents.one(bytes, check, NOTHING, scan -> element(found, bytes, scan));
        return found.single("");
    }

    private Decoded batch(byte[] bytes) throws Malformed {
        Found found = check.found();
        JsonEvents.array(bytes, check, NOTHING, scan -> element(found, bytes, scan));
        return found.batch("");
    }

    private void element(Found found, byte[] bytes, Scan scan) throws Malformed {
        if (scan.fault() != Fault.NONE) {
            check.reject(found, bytes, scan);
            return;
        }
        Member data = Member.NONE;
        Member base64 = Member.NONE;
        Draft draft = new Draft();
        try (StrictJson json = new StrictJson(bytes, scan.from(), scan.to(), check.maxDepth())) {
            json.next();
            for (JsonToken token = json.next(); token != JsonToken.END_OBJECT; token = json.next()) {
                String name = json.name();
                token = json.next();
                if (name.equals("data") && token != JsonToken.VALUE_NULL) {
                    data = Member.of(json, token);
                } else if (name.equals("data_base64") && token == JsonToken.VALUE_STRING) {
                    base64 = Member.of(json, token);
                } else {
                    attribute(draft, name, token, json);
                }
            }
        }
        Optional<String> problem = draft.problem();
        if (problem.isEmpty() && data.present() && base64.present()) {
            problem = Optional.of("the event has both data and data_base64");
        }
        if (problem.isPresent()) {
            check.reject(found, bytes, scan.from(), scan.to(), Fault.MISSING, problem.get());
            return;
        }
        String declared = draft.get("datacontenttype");
        try {
            if (base64.present()) {
                add(found, draft, declared, Base64Text.decode(base64.text(), "its data_base64"));
            } else if (draft.get("datacontentencoding").equalsIgnoreCase("base64") && data.isString()) {
                add(found, draft, declared, Base64Text.decode(data.text(), "its data"));
            } else {
                add(found, draft, declared.isEmpty() ? MediaTypes.JSON : declared, data.bytes(bytes, declared));
            }
        } catch (Malformed e) {
            if (e.isTooMuch()) {
                throw e;
            }
            check.reject(
                    found, bytes, scan.from(), scan.to(), Fault.SYNTAX, "the event cannot be taken: " + e.sentence());
        }
    }

    private static void attribute(Draft draft, String name, JsonToken token, StrictJson json) throws Malformed {
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            draft.put(name, json.text());
        } else {
            if (token != JsonToken.VALUE_NULL) {
                draft.ignore();
            }
            json.pass();
        }
    }

    private void add(Found found, Draft draft, String declared, byte[] data) throws Malformed {
        found.ignored(draft.ignored());
        check.add(found, EventData.of(data), draft.attributes(declared.isEmpty() ? OPAQUE : declared));
    }

    /**
     * A member that holds data.
     *
     * @param text of a string, else empty
     */
    private record Member(boolean present, boolean isString, int from, int to, String text) {
        private static final Member NONE = new Member(false, false, 0, 0, "");

        static Member of(StrictJson json, JsonToken token) throws Malformed {
            boolean string = token == JsonToken.VALUE_STRING;
            String text = string ? json.text() : "";
            Scan scan = json.scanAny();
            return new Member(true, string, scan.from(), scan.to(), text);
        }

        /** The bytes of the value, or those of the text it is where it is declared to be no JSON. */
        byte[] bytes(byte[] body, String declared) {
            if (!present) {
                return CloudEventsDialect.NONE;
            }
            boolean plain = isString && !declared.isEmpty() && !MediaTypes.isJson(declared);
            return plain ? text.getBytes(UTF_8) : Arrays.copyOfRange(body, from, to);
        }
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        return Answered.counts(200, decoded);
    }
}

package io.headwater.collector.dialect.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fault;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Scan;
import io.headwater.collector.dialect.StrictJson;
import io.headwater.collector.dialect.Text;
import io.headwater.collector.dialect.Wanted;
import io.headwater.event.EventData;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Log records in OTLP's JSON (OTLP specification, JSON Protobuf Encoding): integers as numbers or strings, ids in hex. */
final class JsonLogs {
    private static final Wanted RECORD =
            Wanted.of("timeUnixNano#", "observedTimeUnixNano#", "eventName", "severityText", "traceId");
    private static final Wanted PAIR = Wanted.of("key", "value.stringValue", "value.intValue#");
    private static final Wanted NOTHING = Wanted.of();

    private final EventCheck check;
    private final byte[] bytes;
    private final Found found;
    private int records;

    JsonLogs(EventCheck check, byte[] bytes, Found found) {
        this.check = check;
        this.bytes = bytes;
        this.found = found;
    }

    /** Something that reads the value a parser stands at. */
    private interface Reader {
        void read(StrictJson json, JsonToken token) throws Malformed;
    }

    /** A resource or scope as it stands in the body; records may stand before it. */
    private static final class About {
        private Optional<Scan> itself = Optional.empty();
        private Optional<Scan> schema = Optional.empty();
    }

    /** The records of one scope. */
    private record Scope(About about, List<Scan> records) {}

    void read() throws Malformed {
        Text.check(bytes);
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            if (json.next() != JsonToken.START_OBJECT) {
                throw new Malformed("the body must be a JSON object with a member 'resourceLogs'");
            }
            while (json.next() != JsonToken.END_OBJECT) {
                String name = json.name();
                JsonToken token = json.next();
                if (name.equals("resourceLogs")) {
                    each("resourceLogs", json, token, this::resourceLogs);
                } else {
                    json.pass();
                }
            }
            json.end();
        }
    }

    private void resourceLogs(StrictJson json, JsonToken start) throws Malformed {
        About resource = new About();
        List<Scope> scopes = new ArrayList<>();
        members("resourceLogs", json, start, (name, token) -> {
            switch (name) {
                case "resource" -> resource.itself = object(json, token);
                case "schemaUrl" -> resource.schema = text(json, token);
                case "scopeLogs" -> each("scopeLogs", json, token, (at, first) -> scopes.add(scopeLogs(at, first)));
                default -> json.pass();
            }
        });
        Signs ofResource = resource.itself.isPresent() ? signs(resource.itself.get()) : new Signs();
        for (Scope scope : scopes) {
            for (Scan record : scope.records()) {
                add(resource, ofResource, scope.about(), record);
            }
        }
    }

    private Scope scopeLogs(StrictJson json, JsonToken start) throws Malformed {
        Scope scope = new Scope(new About(), new ArrayList<>());
        members("scopeLogs", json, start, (name, token) -> {
            switch (name) {
                case "scope" -> scope.about().itself = object(json, token);
                case "schemaUrl" -> scope.about().schema = text(json, token);
                case "logRecords" ->
                    each(
                            "logRecords",
                            json,
                            token,
                            (at, first) -> scope.records().add(record(at)));
                default -> json.pass();
            }
        });
        return scope;
    }

    private Scan record(StrictJson json) throws Malformed {
        if (++records > check.mostEvents()) {
            throw Malformed.tooMuch(
                    "the body holds more than limits.events=" + check.mostEvents() + ". Send smaller batches");
        }
        return json.scan(RECORD);
    }

    private void add(About resource, Signs ofResource, About scope, Scan record) throws Malformed {
        if (record.fault() != Fault.NONE) {
            check.reject(
                    found,
                    bytes,
                    record.from(),
                    record.to(),
                    record.fault(),
                    record.fault().reason());
            return;
        }
        check.add(
                found,
                data(resource, scope, record),
                signs(record)
                        .attributes(
                                ofResource,
                                record.member(2),
                                record.member(3),
                                record.member(4),
                                record.member(0),
                                record.member(1)));
    }

    private EventData data(About resource, About scope, Scan record) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(record.to() - record.from() + 512);
        String separator = "{";
        separator = member(data, separator, "resource", resource.itself);
        separator = member(data, separator, "resourceSchemaUrl", resource.schema);
        separator = member(data, separator, "scope", scope.itself);
        separator = member(data, separator, "scopeSchemaUrl", scope.schema);
        member(data, separator, "logRecord", Optional.of(record));
        data.write('}');
        return EventData.of(data.toByteArray());
    }

    private String member(ByteArrayOutputStream data, String separator, String name, Optional<Scan> value) {
        if (value.isEmpty()) {
            return separator;
        }
        data.writeBytes((separator + "\"" + name + "\":").getBytes(UTF_8));
        data.write(bytes, value.get().from(), value.get().to() - value.get().from());
        return ",";
    }

    private static Optional<Scan> object(StrictJson json, JsonToken token) throws Malformed {
        if (token != JsonToken.START_OBJECT) {
            json.pass();
            return Optional.empty();
        }
        return Optional.of(whole(json.scan(NOTHING)));
    }

    private static Optional<Scan> text(StrictJson json, JsonToken token) throws Malformed {
        if (token != JsonToken.VALUE_STRING || json.text().isEmpty()) {
            json.pass();
            return Optional.empty();
        }
        return Optional.of(whole(json.scanAny()));
    }

    /* What is wrong with what all records share is wrong with the request. */
    private static Scan whole(Scan scan) throws Malformed {
        if (scan.fault() != Fault.NONE) {
            throw new Malformed("the resource or scope of " + scan.fault().reason());
        }
        return scan;
    }

    private static void each(String name, StrictJson json, JsonToken token, Reader element) throws Malformed {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_ARRAY) {
            throw new Malformed("the member '" + name + "' must be an array");
        }
        for (JsonToken first = json.next(); first != JsonToken.END_ARRAY; first = json.next()) {
            element.read(json, first);
        }
    }

    /** Something that reads a member whose value the parser stands at. */
    private interface MemberReader {
        void read(String name, JsonToken token) throws Malformed;
    }

    private static void members(String of, StrictJson json, JsonToken start, MemberReader member) throws Malformed {
        if (start != JsonToken.START_OBJECT) {
            throw new Malformed("each element of '" + of + "' must be an object");
        }
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.name();
            member.read(name, json.next());
        }
    }

    /** The known attributes of a record or resource, which was scanned without a fault. */
    private Signs signs(Scan scan) throws Malformed {
        Signs signs = new Signs();
        try (StrictJson json = new StrictJson(bytes, scan.from(), scan.to(), check.maxDepth())) {
            json.next();
            while (json.next() != JsonToken.END_OBJECT) {
                boolean attributes = json.name().equals("attributes");
                JsonToken token = json.next();
                if (attributes && token == JsonToken.START_ARRAY) {
                    while (json.next() != JsonToken.END_ARRAY) {
                        Scan pair = json.scan(PAIR);
                        if (Signs.isKnown(pair.member(0))) {
                            signs.put(pair.member(0), pair.member(1).isEmpty() ? pair.member(2) : pair.member(1));
                        }
                    }
                } else {
                    json.pass();
                }
            }
        }
        return signs;
    }
}

package io.headwater.collector.dialect.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Fault;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Malformed;
import io.headwater.event.EventData;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Log records in protobuf, written as OTLP's JSON: ids in hex, 64-bit integers as strings, bytes in Base64. */
final class ProtobufLogs {
    private final EventCheck check;
    private final Found found;

    ProtobufLogs(EventCheck check, Found found) {
        this.check = check;
        this.found = found;
    }

    void read(byte[] bytes) throws Malformed {
        ExportLogsServiceRequest request;
        try {
            request = ExportLogsServiceRequest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new Malformed("the body is no ExportLogsServiceRequest in protobuf: " + e.getMessage());
        }
        for (ResourceLogs resourceLogs : request.getResourceLogsList()) {
            String resource = resourceLogs.hasResource()
                    ? head("resource", JsonText.of(json -> resource(json, resourceLogs.getResource())))
                    : "";
            resource += schema("resourceSchemaUrl", resourceLogs.getSchemaUrl());
            Signs ofResource = signs(resourceLogs.getResource().getAttributesList());
            for (ScopeLogs scopeLogs : resourceLogs.getScopeLogsList()) {
                String scope = scopeLogs.hasScope()
                        ? head("scope", JsonText.of(json -> scope(json, scopeLogs.getScope())))
                        : "";
                byte[] head = ("{" + resource + scope + schema("scopeSchemaUrl", scopeLogs.getSchemaUrl())
                                + "\"logRecord\":")
                        .getBytes(UTF_8);
                for (LogRecord record : scopeLogs.getLogRecordsList()) {
                    add(head, ofResource, record);
                }
            }
        }
    }

    private static String head(String name, byte[] json) {
        return "\"" + name + "\":" + new String(json, UTF_8) + ",";
    }

    private static String schema(String name, String url) {
        return url.isEmpty() ? "" : head(name, JsonText.of(json -> json.writeString(url)));
    }

    private void add(byte[] head, Signs ofResource, LogRecord record) throws Malformed {
        ByteArrayOutputStream data = new ByteArrayOutputStream(head.length + record.getSerializedSize() * 2);
        data.writeBytes(head);
        data.writeBytes(JsonText.of(json -> record(json, record)));
        data.write('}');
        byte[] written = data.toByteArray();
        if (depth(record) > check.maxDepth()) {
            check.reject(found, written, 0, written.length, Fault.DEPTH, Fault.DEPTH.reason());
            return;
        }
        check.add(
                found,
                EventData.of(written),
                signs(record.getAttributesList())
                        .attributes(
                                ofResource,
                                record.getEventName(),
                                record.getSeverityText(),
                                hex(record.getTraceId()),
                                Long.toUnsignedString(record.getTimeUnixNano()),
                                Long.toUnsignedString(record.getObservedTimeUnixNano())));
    }

    private static Signs signs(List<KeyValue> attributes) {
        Signs signs = new Signs();
        for (KeyValue each : attributes) {
            if (Signs.isKnown(each.getKey())) {
                AnyValue value = each.getValue();
                signs.put(
                        each.getKey(),
                        value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue());
            }
        }
        return signs;
    }

    private static void resource(JsonGenerator json, Resource resource) throws IOException {
        json.writeStartObject();
        attributes(json, resource.getAttributesList());
        count(json, "droppedAttributesCount", resource.getDroppedAttributesCount());
        json.writeEndObject();
    }

    private static void scope(JsonGenerator json, InstrumentationScope scope) throws IOException {
        json.writeStartObject();
        text(json, "name", scope.getName());
        text(json, "version", scope.getVersion());
        attributes(json, scope.getAttributesList());
        count(json, "droppedAttributesCount", scope.getDroppedAttributesCount());
        json.writeEndObject();
    }

    private static void record(JsonGenerator json, LogRecord record) throws IOException {
        json.writeStartObject();
        nanos(json, "timeUnixNano", record.getTimeUnixNano());
        nanos(json, "observedTimeUnixNano", record.getObservedTimeUnixNano());
        count(json, "severityNumber", record.getSeverityNumberValue());
        text(json, "severityText", record.getSeverityText());
        if (record.hasBody()) {
            json.writeFieldName("body");
            value(json, record.getBody());
        }
        attributes(json, record.getAttributesList());
        count(json, "droppedAttributesCount", record.getDroppedAttributesCount());
        count(json, "flags", record.getFlags());
        text(json, "traceId", hex(record.getTraceId()));
        text(json, "spanId", hex(record.getSpanId()));
        text(json, "eventName", record.getEventName());
        json.writeEndObject();
    }

    private static void nanos(JsonGenerator json, String name, long nanos) throws IOException {
        if (nanos != 0) {
            json.writeStringField(name, Long.toUnsignedString(nanos));
        }
    }

    private static void count(JsonGenerator json, String name, int count) throws IOException {
        if (count != 0) {
            json.writeNumberField(name, Integer.toUnsignedLong(count));
        }
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private static void attributes(JsonGenerator json, List<KeyValue> attributes) throws IOException {
        if (!attributes.isEmpty()) {
            json.writeFieldName("attributes");
            pairs(json, attributes);
        }
    }

    private static void pairs(JsonGenerator json, List<KeyValue> pairs) throws IOException {
        json.writeStartArray();
        for (KeyValue each : pairs) {
            json.writeStartObject();
            json.writeStringField("key", each.getKey());
            if (each.hasValue()) {
                json.writeFieldName("value");
                value(json, each.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /* Calls itself as deep as values nest, which protobuf bounds at a hundred messages. */
    private static void value(JsonGenerator json, AnyValue value) throws IOException {
        json.writeStartObject();
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.writeStringField("stringValue", value.getStringValue());
            case BOOL_VALUE -> json.writeBooleanField("boolValue", value.getBoolValue());
            case INT_VALUE -> json.writeStringField("intValue", Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> number(json, value.getDoubleValue());
            case ARRAY_VALUE -> {
                json.writeObjectFieldStart("arrayValue");
                json.writeArrayFieldStart("values");
                for (AnyValue each : value.getArrayValue().getValuesList()) {
                    value(json, each);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            case KVLIST_VALUE -> {
                json.writeObjectFieldStart("kvlistValue");
                json.writeFieldName("values");
                pairs(json, value.getKvlistValue().getValuesList());
                json.writeEndObject();
            }
            case BYTES_VALUE ->
                json.writeStringField(
                        "bytesValue",
                        Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            default -> {}
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, double number) throws IOException {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            json.writeStringField("doubleValue", Double.toString(number));
        } else {
            json.writeNumberField("doubleValue", number);
        }
    }

    private static int depth(LogRecord record) {
        int deepest = record.hasBody() ? depth(record.getBody()) : 0;
        for (KeyValue each : record.getAttributesList()) {
            deepest = Math.max(deepest, 2 + depth(each.getValue()));
        }
        return 2 + deepest;
    }

    /** How many objects and arrays nest in a value as JSON. */
    private static int depth(AnyValue value) {
        int deepest = 0;
        for (AnyValue each : value.getArrayValue().getValuesList()) {
            deepest = Math.max(deepest, 2 + depth(each));
        }
        for (KeyValue each : value.getKvlistValue().getValuesList()) {
            deepest = Math.max(deepest, 3 + depth(each.getValue()));
        }
        return 1 + deepest;
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}

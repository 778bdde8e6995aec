package io.headwater.collector.dialect.otlp;

import com.google.protobuf.CodedOutputStream;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Endpoint;
import io.headwater.collector.dialect.EventCheck;
import io.headwater.collector.dialect.Found;
import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.JsonText;
import io.headwater.collector.dialect.Lines;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * OpenTelemetry logs over OTLP/HTTP, as JSON and as protobuf. Each log record is an event, its data
 * {@code {"resource":…,"scope":…,"logRecord":…}}: of JSON the members' own bytes, of protobuf the same written as OTLP's
 * JSON has it. An exporter sends again what is answered 429, 502, 503 or 504 and nothing else, and counts what
 * {@code partialSuccess} says was rejected.
 */
public final class OtlpDialect implements Dialect {
    private static final String PROTOBUF = "application/x-protobuf";

    private final EventCheck check;

    public OtlpDialect(EventCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/v1/logs"), Endpoint.post("/v1/logs/:key"), Endpoint.post("/otlp/v1/logs"));
    }

    @Override
    public Decoded decode(Request request) throws Malformed {
        Found found = check.found();
        byte[] bytes = request.bytes();
        if (isJson(request.head(), bytes)) {
            new JsonLogs(check, bytes, found).read();
        } else {
            new ProtobufLogs(check, found).read(bytes);
        }
        return found.batch("");
    }

    /* Protobuf begins with 0x0a, which JSON may begin with too. */
    private static boolean isJson(Head head, byte[] bytes) {
        int first = Lines.skipWhiteSpace(bytes, 0, bytes.length);
        boolean looksSo = first < bytes.length && bytes[first] == '{';
        return isProtobuf(head)
                ? looksSo && first == 0
                : looksSo || head.contentType().endsWith("json");
    }

    private static boolean isProtobuf(Head head) {
        return head.contentType().equals(PROTOBUF) || head.contentType().equals("application/protobuf");
    }

    @Override
    public Reply accepted(Request request, Decoded decoded) {
        int rejected = decoded.rejections().size();
        String why = rejected == 0 ? "" : decoded.rejections().get(0).reason();
        if (isProtobuf(request.head())) {
            ExportLogsServiceResponse.Builder response = ExportLogsServiceResponse.newBuilder();
            if (rejected > 0) {
                response.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(rejected)
                        .setErrorMessage(why));
            }
            return new Reply(200, PROTOBUF, response.build().toByteArray());
        }
        return new Reply(200, "application/json", JsonText.of(json -> {
            json.writeStartObject();
            if (rejected > 0) {
                json.writeObjectFieldStart("partialSuccess");
                json.writeStringField("rejectedLogRecords", Integer.toString(rejected));
                json.writeStringField("errorMessage", why);
                json.writeEndObject();
            }
            json.writeEndObject();
        }));
    }

    @Override
    public int status(int status) {
        return status == 408 ? 503 : status;
    }

    /** A {@code google.rpc.Status} in the request's encoding. */
    @Override
    public Reply refused(Head head, int status, String sentence) {
        int code = code(status);
        if (isProtobuf(head)) {
            return new Reply(status, PROTOBUF, protobuf(code, sentence));
        }
        return new Reply(status, "application/json", JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberField("code", code);
            json.writeStringField("message", sentence);
            json.writeEndObject();
        }));
    }

    private static byte[] protobuf(int code, String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(1, code);
            out.writeString(2, message);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** gRPC's code for an HTTP status (google/rpc/code.proto). */
    private static int code(int status) {
        return switch (status) {
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 5;
            case 405, 415 -> 12;
            case 413, 429 -> 8;
            case 503 -> 14;
            default -> 3;
        };
    }
}

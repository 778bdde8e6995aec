package io.headwater.collector.dialect.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import io.headwater.event.Rejection;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpDialectTest {
    private static final String PROTOBUF = "application/x-protobuf";

    private final OtlpDialect dialect = new OtlpDialect(Requests.check());

    @Test
    void takesARecordWithItsResourceAndScopeByteForByte() throws Malformed {
        String resource = "{ \"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"ü\"}},"
                + "{\"key\":\"telemetry.sdk.name\",\"value\":{\"stringValue\":\"opentelemetry\"}},"
                + "{\"key\":\"telemetry.sdk.language\",\"value\":{\"stringValue\":\"go\"}},"
                + "{\"key\":\"telemetry.sdk.version\",\"value\":{\"stringValue\":\"1.2\"}}]}";
        String scope = "{\"name\" : \"video\"}";
        String record = "{ \"timeUnixNano\":\"1768478400000000001\",\"severityText\":\"INFO\", \"eventName\":\"play\","
                + "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"body\":{\"doubleValue\":1.0},"
                + "\"attributes\":[{\"key\":\"session.id\",\"value\":{\"stringValue\":\"s-1\"}},"
                + "{\"key\":\"user.id\",\"value\":{\"intValue\":7}},"
                + "{\"key\":\"log.record.uid\",\"value\":{\"stringValue\":\"01J\"}}] }";
        Decoded decoded = decode("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + record + "],\"scope\":"
                + scope + "}],\"resource\":" + resource + ",\"schemaUrl\":\"https://x\"}]}");
        Event event = only(decoded);
        assertThat(Requests.text(event))
                .isEqualTo("{\"resource\":" + resource + ",\"resourceSchemaUrl\":\"https://x\",\"scope\":" + scope
                        + ",\"logRecord\":" + record + "}");
        assertThat(event.id()).isEqualTo("01J");
        assertThat(event.type()).isEqualTo("play");
        assertThat(event.time()).isEqualTo("2026-01-15T12:00:00.000000001Z");
        assertThat(event.partitionKey()).isEqualTo("s-1");
        assertThat(event.subject()).isEqualTo("7");
        assertThat(event.more("library")).isEqualTo("opentelemetry-go/1.2");
    }

    @ParameterizedTest
    @CsvSource({
        "otlp-logs-http-json-1, 2",
        "otlp-logs-http-json-2, 20",
        "otlp-logs-http-json-3, 20",
        "otlp-logs-proto-1, 2",
        "otlp-logs-proto-2, 20",
        "otlp-logs-proto-3, 20"
    })
    void takesEachRecordOfACapture(String capture, int records) throws Exception {
        Decoded decoded = dialect.decode(captured(capture));
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(records);
        for (Event event : decoded.events()) {
            JsonNode data = new ObjectMapper().readTree(event.data().bytes());
            assertThat(data.path("resource")
                            .path("attributes")
                            .path(0)
                            .path("value")
                            .path("stringValue")
                            .asText())
                    .isEqualTo("example-player");
            assertThat(data.path("scope").path("name").asText()).isEqualTo("video");
            assertThat(data.path("logRecord").path("severityText").asText()).isEqualTo("INFO");
            assertThat(event.time()).startsWith("2026-01-15T12:00:");
        }
    }

    /** The same SDK sent the same records in both encodings; they differ in how integers and absences are written. */
    @Test
    void writesProtobufAsTheJsonExporterDoes() throws Exception {
        ObjectMapper json = new ObjectMapper();
        JsonNode asJson = json.readTree(dialect.decode(captured("otlp-logs-http-json-1"))
                .events()
                .get(0)
                .data()
                .bytes());
        JsonNode asProtobuf = json.readTree(dialect.decode(captured("otlp-logs-proto-1"))
                .events()
                .get(0)
                .data()
                .bytes());
        assertThat(asProtobuf
                        .path("logRecord")
                        .path("body")
                        .toString()
                        .replaceAll("\"intValue\":\"(\\d+)\"", "\"intValue\":$1"))
                .isEqualTo(asJson.path("logRecord").path("body").toString());
        assertThat(asProtobuf.path("logRecord").path("timeUnixNano").asText()).isEqualTo("1768478400000000000");
        assertThat(asProtobuf.path("scope")).isEqualTo(asJson.path("scope"));
    }

    @Test
    void writesEveryKindOfValue() throws Malformed {
        AnyValue all = AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder()
                        .addValues(AnyValue.newBuilder().setStringValue("é\""))
                        .addValues(AnyValue.newBuilder().setIntValue(-9007199254740993L))
                        .addValues(AnyValue.newBuilder().setDoubleValue(Double.NaN))
                        .addValues(AnyValue.newBuilder().setDoubleValue(0.5))
                        .addValues(AnyValue.newBuilder().setBoolValue(false))
                        .addValues(AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(new byte[] {0, -1})))
                        .addValues(AnyValue.getDefaultInstance()))
                .build();
        LogRecord record = LogRecord.newBuilder()
                .setBody(all)
                .setTraceId(ByteString.copyFrom(new byte[] {0x0a, (byte) 0xff}))
                .setSeverityNumberValue(9)
                .build();
        Event event = only(dialect.decode(protobuf(record)));
        assertThat(Requests.text(event))
                .isEqualTo(
                        "{\"logRecord\":{\"severityNumber\":9,\"body\":{\"arrayValue\":{\"values\":["
                                + "{\"stringValue\":\"é\\\"\"},{\"intValue\":\"-9007199254740993\"},{\"doubleValue\":\"NaN\"},"
                                + "{\"doubleValue\":0.5},{\"boolValue\":false},{\"bytesValue\":\"AP8=\"},{}]}},\"traceId\":\"0aff\"}}");
        assertThat(event.type()).isEqualTo("log");
        assertThat(event.time()).isEmpty();
        assertThat(event.partitionKey()).isEqualTo("0aff");
    }

    @Test
    void rejectsABadRecordAloneAndSaysHowManyInTheRequestsOwnEncoding() throws Exception {
        Request request = Requests.post(
                "/v1/logs",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{},{\"a\":1,\"a\":2},7,{\"eventName\":\"e\"}]}]}]}",
                "Content-Type",
                "application/json");
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.events()).extracting(Event::type).containsExactly("log", "e");
        assertThat(decoded.rejections()).extracting(Rejection::index).containsExactly(1, 2);
        assertThat(Requests.text(dialect.accepted(request, decoded)))
                .isEqualTo("{\"partialSuccess\":{\"rejectedLogRecords\":\"2\","
                        + "\"errorMessage\":\"the event has the same key twice in one object\"}}");
        Request binary = Requests.post("/v1/logs", new byte[0], "Content-Type", PROTOBUF);
        Reply reply = dialect.accepted(binary, decoded);
        assertThat(reply.contentType()).isEqualTo(PROTOBUF);
        assertThat(ExportLogsServiceResponse.parseFrom(reply.body())
                        .getPartialSuccess()
                        .getRejectedLogRecords())
                .isEqualTo(2);
    }

    @Test
    void rejectsARecordThatNestsTooDeepAlone() throws Malformed {
        AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
        for (int i = 0; i < 45; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        Decoded decoded =
                dialect.decode(protobuf(LogRecord.newBuilder().setBody(value).build()));
        assertThat(decoded.rejections()).extracting(Rejection::code).containsExactly("depth");
    }

    @Test
    void answersNothingMoreWhereAllIsWell() throws Malformed {
        Request request = Requests.post("/v1/logs", "{}", "Content-Type", "application/json");
        assertThat(Requests.text(dialect.accepted(request, dialect.decode(request))))
                .isEqualTo("{}");
        Request binary = Requests.post("/v1/logs", new byte[0], "Content-Type", PROTOBUF);
        assertThat(dialect.accepted(binary, dialect.decode(binary)).body()).isEmpty();
    }

    @Test
    void saysErrorsAsAStatusInTheRequestsOwnEncoding() {
        Request request = Requests.post("/v1/logs", "{}", "Content-Type", "application/json");
        assertThat(Requests.text(dialect.refused(request.head(), 401, "no key")))
                .isEqualTo("{\"code\":16,\"message\":\"no key\"}");
        Request binary = Requests.post("/v1/logs", new byte[0], "Content-Type", PROTOBUF);
        assertThat(dialect.refused(binary.head(), 503, "busy").body())
                .containsExactly(0x08, 14, 0x12, 4, 'b', 'u', 's', 'y');
        assertThat(dialect.status(408)).isEqualTo(503);
    }

    @Test
    void toldApartByTheirBytesWhereTheMediaTypeSaysNothing() throws Malformed {
        byte[] bytes = captured("otlp-logs-proto-1").bytes();
        assertThat(dialect.decode(Requests.post("/v1/logs", bytes)).events()).hasSize(2);
        assertThat(dialect.decode(Requests.post("/v1/logs", " {\"resourceLogs\":[]}"))
                        .events())
                .isEmpty();
        assertThat(dialect.decode(Requests.post("/v1/logs", "{\"resourceLogs\":null}", "Content-Type", PROTOBUF))
                        .events())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"resourceLogs\":{}}",
                "{\"resourceLogs\":[7]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[[]]}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":7}]}]}",
                "{\"resourceLogs\":[{\"resource\":{\"a\":1,\"a\":2}}]}",
                "{} x"
            })
    void refusesJsonThatIsNoExport(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesProtobufThatIsNoExport() {
        for (byte[] bytes : List.of("hello".getBytes(UTF_8), new byte[] {0x0a, 5, 1}, new byte[] {-1, -1, -1})) {
            assertThatThrownBy(() -> dialect.decode(Requests.post("/v1/logs", bytes, "Content-Type", PROTOBUF)))
                    .isInstanceOf(Malformed.class);
        }
    }

    private static Request protobuf(LogRecord record) {
        return Requests.post(
                "/v1/logs",
                ExportLogsServiceRequest.newBuilder()
                        .addResourceLogs(ResourceLogs.newBuilder()
                                .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(record)))
                        .build()
                        .toByteArray(),
                "Content-Type",
                PROTOBUF);
    }

    private Decoded decode(String body) throws Malformed {
        return dialect.decode(Requests.post("/v1/logs", body, "Content-Type", "application/json"));
    }

    private static Event only(Decoded decoded) {
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(1);
        return decoded.events().get(0);
    }

    private static Request captured(String name) {
        return Requests.of(Captures.read("otlp/" + name));
    }
}

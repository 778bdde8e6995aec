package io.headwater.router.deliver.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.event.Attribute;
import io.headwater.event.LoggedEvent;
import io.headwater.router.Events;
import io.vertx.core.MultiMap;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final String ATTRIBUTES =
            "\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/acme/web\",\"type\":\"page\","
                    + "\"time\":\"2026-01-15T11:59:59Z\",\"subject\":\"user-1\",\"partitionkey\":\"session-1\","
                    + "\"dialect\":\"native\",\"region\":\"local\",\"jurisdiction\":\"any\","
                    + "\"acceptedat\":\"2026-01-15T12:00:00.123456Z\",\"edge\":\"edge.1.local.3\",\"seq\":\"7\","
                    + "\"datacontenttype\":\"%s\"";

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void aJsonArraySplicesDataInUntouched() {
        List<byte[]> data = AwkwardJson.objects();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (byte[] each : data) {
            expected.writeBytes((expected.size() == 0 ? "[" : ",").getBytes(UTF_8));
            expected.writeBytes(each);
        }
        expected.writeBytes("]".getBytes(UTF_8));
        assertThat(body("json-array", events(data))).isEqualTo(expected.toByteArray());
        assertThat(headers.get("content-type")).isEqualTo("application/json");
    }

    @Test
    void ndjsonSplicesDataInUntouched() {
        List<byte[]> data = AwkwardJson.oneLiners();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (byte[] each : data) {
            expected.writeBytes(each);
            expected.write('\n');
        }
        assertThat(body("ndjson", events(data))).isEqualTo(expected.toByteArray());
        assertThat(headers.get("content-type")).isEqualTo("application/x-ndjson");
    }

    @Test
    void aBatchOfCloudEventsSplicesDataInUntouched() {
        for (byte[] data : AwkwardJson.objects()) {
            String expected = "[{" + ATTRIBUTES.formatted("a", "application/json") + ",\"data\":"
                    + new String(data, UTF_8) + "}]";
            assertThat(new String(body("cloudevents-batch", events(List.of(data))), UTF_8))
                    .isEqualTo(expected.replace("\"id\":\"a\"", "\"id\":\"e0\""));
        }
        assertThat(headers.get("content-type")).isEqualTo("application/cloudevents-batch+json");
    }

    @Test
    void aBatchOfCloudEventsCarriesOtherDataAsBase64AndNoneAsNone() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, -1};
        assertThat(new String(
                        body(
                                "cloudevents-batch",
                                List.of(
                                        Events.of("a", "image/png", png),
                                        Events.of("b", "application/json", new byte[0]))),
                        UTF_8))
                .isEqualTo("[{" + ATTRIBUTES.formatted("a", "image/png") + ",\"data_base64\":\""
                        + Base64.getEncoder().encodeToString(png) + "\"},{"
                        + ATTRIBUTES.formatted("b", "application/json") + "}]");
    }

    @Test
    void aBatchOfCloudEventsEscapesAttributes() {
        String id = "quote \" slash \\ line \n ключ \ud83d\ude00";
        assertThat(new String(body("cloudevents-batch", List.of(Events.json(id, "{}"))), UTF_8))
                .contains("\"id\":\"quote \\\" slash \\\\ line \\n ключ \ud83d\ude00\"");
    }

    @Test
    void extensionAttributesOfTheEventAreCarried() {
        LoggedEvent plain = Events.json("e1", "{}");
        LoggedEvent carrying = new LoggedEvent(
                plain.event()
                        .with(List.of(
                                new Attribute("correctedtime", "2026-01-15T12:00:01Z"), new Attribute("sdk", "a b"))),
                plain.acceptance(),
                plain.line(),
                plain.seq());
        assertThat(new String(body("cloudevents-batch", List.of(carrying)), UTF_8))
                .contains("\"seq\":\"7\",\"correctedtime\":\"2026-01-15T12:00:01Z\",\"sdk\":\"a b\",");
        body("cloudevents", List.of(carrying));
        assertThat(headers.get("ce-correctedtime")).isEqualTo("2026-01-15T12:00:01Z");
        assertThat(headers.get("ce-sdk")).isEqualTo("a%20b");
    }

    @Test
    void aBinaryCloudEventIsHeadersAndTheDataUntouched() {
        for (byte[] data : AwkwardJson.objects()) {
            assertThat(body("cloudevents", events(List.of(data)))).isEqualTo(data);
        }
        assertThat(headers.get("content-type")).isEqualTo("application/json");
        assertThat(headers.get("ce-specversion")).isEqualTo("1.0");
        assertThat(headers.get("ce-id")).isEqualTo("e0");
        assertThat(headers.get("ce-source")).isEqualTo("/acme/web");
        assertThat(headers.get("ce-type")).isEqualTo("page");
        assertThat(headers.get("ce-time")).isEqualTo("2026-01-15T11:59:59Z");
        assertThat(headers.get("ce-subject")).isEqualTo("user-1");
        assertThat(headers.get("ce-partitionkey")).isEqualTo("session-1");
        assertThat(headers.get("ce-acceptedat")).isEqualTo("2026-01-15T12:00:00.123456Z");
        assertThat(headers.get("ce-edge")).isEqualTo("edge.1.local.3");
        assertThat(headers.get("ce-seq")).isEqualTo("7");
        assertThat(headers.contains("ce-traceparent")).isFalse();
        assertThat(headers.contains("ce-datacontenttype")).isFalse();
    }

    @Test
    void aBinaryCloudEventPercentEncodesItsHeaders() {
        body("cloudevents", List.of(Events.json("Euro € \ud83d\ude00 100%\r\nx", "{}")));
        assertThat(headers.get("ce-id")).isEqualTo("Euro%20%E2%82%AC%20%F0%9F%98%80%20100%25%0D%0Ax");
    }

    @Test
    void theFormatsOfDataAloneRefuseWhatIsNotJson() {
        for (String format : List.of("json-array", "ndjson")) {
            assertThat(refusal(format, "text/plain", "hello")).isPresent();
            assertThat(refusal(format, "application/json", "")).isPresent();
            assertThat(refusal(format, "application/json; charset=utf-16", "{}"))
                    .isPresent();
            assertThat(refusal(format, "application/json", "{}")).isEmpty();
            assertThat(refusal(format, "application/vnd.acme+json; charset=UTF-8", "{}"))
                    .isEmpty();
            assertThat(refusal(format, "text/json", "{}")).isEmpty();
        }
    }

    @Test
    void ndjsonRefusesDataThatSpansLines() {
        assertThat(refusal("ndjson", "application/json", "{\r\n}")).isPresent();
        assertThat(refusal("ndjson", "application/json", "{\n}")).isPresent();
        assertThat(refusal("ndjson", "application/json", "{\"a\":\"\\n\"}")).isEmpty();
        assertThat(refusal("json-array", "application/json", "{\n}")).isEmpty();
    }

    @Test
    void theFormatsWithAttributesTakeAnyData() {
        for (String format : List.of("cloudevents", "cloudevents-batch")) {
            assertThat(refusal(format, "image/png", "…")).isEmpty();
        }
        assertThat(refusal("cloudevents", "text/plain\r\nevil: yes", "x")).isPresent();
    }

    private byte[] body(String format, List<LoggedEvent> events) {
        return Format.named(format).write(events, headers).getBytes();
    }

    private static Optional<String> refusal(String format, String contentType, String data) {
        return Format.named(format)
                .refusal(Events.of("a", contentType, data.getBytes(UTF_8)).event());
    }

    private static List<LoggedEvent> events(List<byte[]> data) {
        List<LoggedEvent> events = new ArrayList<>();
        for (byte[] each : data) {
            events.add(Events.of("e" + events.size(), "application/json", each));
        }
        return events;
    }
}

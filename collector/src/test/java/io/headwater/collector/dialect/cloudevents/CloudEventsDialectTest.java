package io.headwater.collector.dialect.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsDialectTest {
    private static final String STRUCTURED = "application/cloudevents+json; charset=utf-8";
    private static final String BATCHED = "application/cloudevents-batch+json";
    private static final String REQUIRED = "\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\"";

    private final CloudEventsDialect dialect = new CloudEventsDialect(Requests.check());

    /** The conformance cases for the HTTP protocol binding: binary with JSON and XML, structured with both. */
    @Test
    void takesTheConformanceCasesInBinaryMode() throws Malformed {
        Event json = only(binary("{\"message\":\"Hello World!\"}", "application/json; charset=utf-8"));
        assertConformant(json);
        assertThat(json.contentType()).isEqualTo("application/json; charset=utf-8");
        assertThat(Requests.text(json)).isEqualTo("{\"message\":\"Hello World!\"}");
        Event xml = only(binary("<message>Hello World!</message>", "application/xml"));
        assertConformant(xml);
        assertThat(xml.contentType()).isEqualTo("application/xml");
        assertThat(Requests.text(xml)).isEqualTo("<message>Hello World!</message>");
    }

    @Test
    void takesTheConformanceCasesInStructuredMode() throws Malformed {
        String attributes =
                "{\"specversion\":\"1.0\",\"type\":\"com.example.someevent\",\"time\":\"2018-04-05T03:56:24Z\","
                        + "\"id\":\"1234-1234-1234\",\"source\":\"/mycontext/subcontext\",";
        Event json = only(structured(
                attributes + "\"datacontenttype\":\"application/json\",\"data\":{\"message\":\"Hello World!\"}}"));
        assertConformant(json);
        assertThat(Requests.text(json)).isEqualTo("{\"message\":\"Hello World!\"}");
        Event xml = only(structured(
                attributes + "\"datacontenttype\":\"application/xml\",\"data\":\"<message>Hello World!</message>\"}"));
        assertConformant(xml);
        assertThat(xml.contentType()).isEqualTo("application/xml");
        assertThat(Requests.text(xml)).isEqualTo("<message>Hello World!</message>");
    }

    private static void assertConformant(Event event) {
        assertThat(event.id()).isEqualTo("1234-1234-1234");
        assertThat(event.type()).isEqualTo("com.example.someevent");
        assertThat(event.time()).isEqualTo("2018-04-05T03:56:24Z");
        assertThat(event.more("clientsource")).isEqualTo("/mycontext/subcontext");
    }

    /** The examples of the JSON event format, sections 3.2 and 4.1. */
    @Test
    void takesTheExamplesOfTheJsonFormat() throws Malformed {
        Decoded decoded = dialect.decode(Requests.post(
                "/",
                "[{\"specversion\":\"1.0\",\"type\":\"com.example.someevent\",\"source\":\"/mycontext/4\","
                        + "\"id\":\"B234-1234-1234\",\"time\":\"2018-04-05T17:31:00Z\",\"comexampleextension1\":\"value\","
                        + "\"comexampleothervalue\":5,\"unsetextension\":null,"
                        + "\"datacontenttype\":\"application/vnd.apache.thrift.binary\",\"data_base64\":\"AAEC/f7/\"},"
                        + "{\"specversion\":\"1.0\",\"type\":\"com.example.someotherevent\",\"source\":\"/mycontext/9\","
                        + "\"id\":\"C234-1234-1234\",\"time\":\"2018-04-05T17:31:05Z\",\"comexampleothervalue\":5,"
                        + "\"datacontenttype\":\"application/json\","
                        + "\"data\":{\"appinfoA\":\"abc\",\"appinfoB\":123,\"appinfoC\":true}},"
                        + "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"/s\",\"id\":\"D\",\"data\":[1.0, -0 ]}]",
                "Content-Type",
                BATCHED));
        assertThat(decoded.rejections()).isEmpty();
        Event thrift = decoded.events().get(0);
        assertThat(thrift.data().bytes()).containsExactly(0, 1, 2, -3, -2, -1);
        assertThat(thrift.contentType()).isEqualTo("application/vnd.apache.thrift.binary");
        assertThat(thrift.more())
                .containsExactly(
                        new Attribute("clientsource", "/mycontext/4"),
                        new Attribute("comexampleextension1", "value"),
                        new Attribute("comexampleothervalue", "5"));
        assertThat(Requests.text(decoded.events().get(1)))
                .isEqualTo("{\"appinfoA\":\"abc\",\"appinfoB\":123,\"appinfoC\":true}");
        assertThat(Requests.text(decoded.events().get(2))).isEqualTo("[1.0, -0 ]");
        assertThat(decoded.events().get(2).contentType()).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "3, false", "10, true"})
    void takesACapturedEventWithItsBytes(int capture, boolean binary) throws Malformed {
        Request request = captured(capture);
        Event event = only(request);
        assertThat(event.id()).isEqualTo("32ecedbd-201c-462d-b6e9-ec2d5c214a97");
        assertThat(event.type()).isEqualTo("tv.example.video.media_request.v1");
        assertThat(event.time()).isEqualTo("2026-01-15T12:00:00.000Z");
        assertThat(event.subject()).isEqualTo("ep-31870");
        assertThat(event.more("clientsource")).isEqualTo("/player/vw_0bc823dcafd4ea41c137");
        assertThat(event.partitionKey()).isEqualTo("04bf89fe-b5c7-4fbe-ad98-1e5b955361f5");
        assertThat(event.data().bytes()).isEqualTo(captured(1).bytes());
        assertThat(binary).isEqualTo(event.data().length() == request.bytes().length);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void takesCapturedBinaryDataAsItIs(int capture) throws Malformed {
        Event event = only(captured(capture));
        assertThat(event.data().bytes()).containsExactly(0, 1, 2, -3, -2, -1);
        assertThat(event.contentType()).isEqualTo("application/octet-stream");
        assertThat(event.type()).isEqualTo("tv.example.blob");
    }

    @Test
    void takesEachEventOfACapturedBatch() throws Malformed {
        List<Event> events = new ArrayList<>();
        for (int capture : new int[] {5, 6, 7}) {
            Decoded decoded = dialect.decode(captured(capture));
            assertThat(decoded.rejections()).isEmpty();
            assertThat(decoded.batch()).isTrue();
            events.addAll(decoded.events());
        }
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(events.get(0).id()).isEqualTo("32ecedbd-201c-462d-b6e9-ec2d5c214a97");
        assertThat(events.get(0).data().bytes()).isEqualTo(captured(1).bytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Euro%20%E2%82%AC%20%F0%9F%98%80 | Euro € 😀",
                "100%25 | 100%",
                "a+b | a+b",
                "\"quoted \\\" text\" | quoted \" text",
                "%zz | %zz",
                "caf\u00e9 | caf\u00e9",
                "caf\u00c3\u00a9 | caf\u00e9"
            })
    void decodesHeadersAsTheBindingSays(String header, String subject) throws Malformed {
        assertThat(only(Requests.post(
                                "/",
                                "",
                                "ce-specversion",
                                "1.0",
                                "CE-Id",
                                "i",
                                "Ce-Source",
                                "/s",
                                "ce-type",
                                "t",
                                "ce-subject",
                                header))
                        .subject())
                .isEqualTo(subject);
    }

    @Test
    void takesAnEventWithoutData() throws Malformed {
        assertThat(only(structured("{" + REQUIRED + "}")).data().length()).isZero();
        assertThat(only(structured("{" + REQUIRED + ",\"data\":null}")).data().length())
                .isZero();
        assertThat(only(binary("", "application/json")).data().length()).isZero();
    }

    @Test
    void keepsHeadwatersOwnAttributesAndRenamesTheClients() throws Malformed {
        Event event = only(structured("{" + REQUIRED
                + ",\"partitionkey\":\"p\",\"region\":\"mars\",\"seq\":7,\"traceparent\":\"x\",\"Bad_Name\":1,\"obj\":{},"
                + "\"time\":\"soon\",\"dataschema\":\"https://x\"}"));
        assertThat(event.partitionKey()).isEqualTo("p");
        assertThat(event.time()).isEmpty();
        assertThat(event.more())
                .containsExactly(
                        new Attribute("clientsource", "/s"),
                        new Attribute("clienttime", "soon"),
                        new Attribute("clientregion", "mars"),
                        new Attribute("clientseq", "7"),
                        new Attribute("clienttraceparent", "x"),
                        new Attribute("dataschema", "https://x"));
        assertThat(dialect.decode(structured("{" + REQUIRED + ",\"Bad_Name\":1,\"obj\":{}}"))
                        .ignored())
                .isEqualTo(2);
    }

    @Test
    void takesVersionZeroThree() throws Malformed {
        Event event = only(
                structured(
                        "{\"specversion\":\"0.3\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\","
                                + "\"schemaurl\":\"u\",\"datacontentencoding\":\"base64\",\"datacontenttype\":\"image/png\",\"data\":\"AAEC\"}"));
        assertThat(event.data().bytes()).containsExactly(0, 1, 2);
        assertThat(event.more("dataschema")).isEqualTo("u");
    }

    @Test
    void takesTheJsonFormatOfAClientThatForgetsToSaySo() throws Malformed {
        assertThat(only(Requests.post("/", "{" + REQUIRED + "}", "Content-Type", "application/json"))
                        .id())
                .isEqualTo("i");
        assertThat(dialect.decode(Requests.post("/", "[{" + REQUIRED + "}]")).batch())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\"} | specversion",
                "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\"} | 'id'",
                "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/s\",\"type\":\"t\"} | 'id'",
                "{\"specversion\":\"1.0\",\"id\":null,\"source\":\"/s\",\"type\":\"t\"} | 'id'",
                "{\"specversion\":\"1.0\",\"id\":\"i\",\"type\":\"t\"} | 'source'",
                "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/s\"} | 'type'",
                "{\"specversion\":\"2.0\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\"} | specversion",
                "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\",\"data\":1,\"data_base64\":\"AA\"} | both",
                "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\",\"data_base64\":\"*\"} | Base64",
                "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"a\":1,\"a\":2}} | same key",
                "7 | object"
            })
    void rejectsABadEventOfABatchAloneAndSaysWhy(String bad, String why) throws Malformed {
        Decoded decoded = dialect.decode(
                Requests.post("/", "[{" + REQUIRED + "}," + bad + ",{" + REQUIRED + "}]", "Content-Type", BATCHED));
        assertThat(decoded.events()).hasSize(2);
        assertThat(decoded.rejections()).extracting(Rejection::index).containsExactly(1);
        assertThat(decoded.rejections().get(0).reason()).contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} x", "{\"a\":1,\"a\":2}", "[1,]", "\"\\ud800\"", " "})
    void rejectsBinaryModeDataThatSaysItIsJsonAndIsNot(String data) throws Malformed {
        Decoded decoded = dialect.decode(binary(data, "application/vnd.x+json"));
        assertThat(decoded.events()).isEmpty();
        assertThat(decoded.batch()).isFalse();
        assertThat(decoded.rejections()).hasSize(1);
        assertThat(only(binary(data, "text/plain")).data().bytes()).isEqualTo(data.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "application/cloudevents+avro, {}",
        "application/cloudevents-batch+protobuf, []",
        "application/cloudevents-batch+json, {}",
        "application/cloudevents+json, ''",
        "application/cloudevents+json, {",
        "text/plain, hello",
        "text/plain, ''"
    })
    void refusesWhatItCannotRead(String type, String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post("/", body, "Content-Type", type)))
                .isInstanceOf(Malformed.class);
    }

    private Event only(Request request) throws Malformed {
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events()).hasSize(1);
        return decoded.events().get(0);
    }

    private static Request binary(String body, String type) {
        return Requests.post(
                "/",
                body,
                "ce-specversion",
                "1.0",
                "ce-type",
                "com.example.someevent",
                "ce-time",
                "2018-04-05T03:56:24Z",
                "ce-id",
                "1234-1234-1234",
                "ce-source",
                "/mycontext/subcontext",
                "content-type",
                type);
    }

    private static Request structured(String body) {
        return Requests.post("/", body, "Content-Type", STRUCTURED);
    }

    private static Request captured(int number) {
        return Requests.of(Captures.read("cloudevents/cloudevents-js-" + number));
    }
}

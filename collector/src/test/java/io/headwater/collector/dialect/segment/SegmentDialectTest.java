package io.headwater.collector.dialect.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.collector.dialect.headwater.NativeDialectTest;
import io.headwater.deploy.testkit.AwkwardJson;
import io.headwater.deploy.testkit.Capture;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import io.headwater.event.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentDialectTest {
    private final Dialect dialect = new SegmentDialect(Requests.check());

    static Stream<Capture> captures() {
        return Captures.segmentNode().stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void takesEachEventOfACapturedBatchWithItsIdTypeTimeUserAndKey(Capture capture) throws Exception {
        JsonNode body = new ObjectMapper().readTree(capture.body());
        Decoded decoded = decode("batch", capture.body());
        assertThat(decoded.batch()).isTrue();
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.ignored()).isZero();
        assertThat(decoded.writeKey()).isEqualTo("wk_test_0123456789abcdef");
        assertThat(decoded.events()).hasSameSizeAs(body.path("batch"));
        for (int i = 0; i < decoded.events().size(); i++) {
            Event event = decoded.events().get(i);
            JsonNode sent = body.path("batch").path(i);
            String call = sent.path("type").asText();
            String user = sent.path("userId").asText();
            assertThat(event.id()).isEqualTo(sent.path("messageId").asText());
            assertThat(event.type())
                    .isEqualTo(call.equals("track") ? sent.path("event").asText() : call);
            assertThat(event.time()).isEqualTo(sent.path("timestamp").asText());
            assertThat(event.subject()).isEqualTo(user);
            assertThat(event.partitionKey())
                    .isEqualTo(sent.path("anonymousId").asText(user))
                    .isNotEmpty();
            assertThat(event.contentType()).isEqualTo("application/json");
        }
    }

    /** The SDK writes {@code {"batch":[…],"writeKey":…}}: joined again with commas the events are the body's own bytes. */
    @ParameterizedTest
    @MethodSource("captures")
    void cutsTheEventsOutOfACapturedBatchByteForByte(Capture capture) throws Exception {
        String events = decode("batch", capture.body()).events().stream()
                .map(SegmentDialectTest::text)
                .collect(Collectors.joining(","));
        assertThat(new String(capture.body(), UTF_8)).startsWith("{\"batch\":[" + events + "],\"writeKey\":");
    }

    @Test
    void cutsAtTheRightBytesBehindTextOfManyBytesALetter() throws Malformed {
        List<String> elements = new ArrayList<>();
        AwkwardJson.objects().forEach(object -> elements.add(new String(object, UTF_8).strip()));
        elements.add("{\"é\":\"é\u0800\uffff\ud83d\ude00\"}");
        String body =
                "{\"ключ ドラマ \ud83d\ude00\":\"é\u2028\", \"batch\" :\r\n [ " + String.join(" ,\t", elements) + "\n]}";
        Decoded decoded = decode(body);
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.events().stream().map(SegmentDialectTest::text)).containsExactlyElementsOf(elements);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identify", "page", "screen", "group", "alias"})
    void takesASingleCallAsAnEventOfThatType(String call) throws Malformed {
        String json = " {\"messageId\":\"m1\",\"event\":\"not this\",\"userId\":\"u\",\"anonymousId\":\"a\"}\n";
        Decoded decoded = decode(call, json.getBytes(UTF_8));
        assertThat(decoded.batch()).isFalse();
        Event event = decoded.events().get(0);
        assertThat(event.type()).isEqualTo(call);
        assertThat(event.id()).isEqualTo("m1");
        assertThat(event.subject()).isEqualTo("u");
        assertThat(event.partitionKey()).isEqualTo("a");
        assertThat(text(event)).isEqualTo(json.strip());
    }

    @Test
    void takesASingleTrackAsAnEventOfItsName() throws Malformed {
        Event named = decode("track", "{\"event\":\"Order Completed\",\"type\":\"page\"}".getBytes(UTF_8))
                .events()
                .get(0);
        assertThat(named.type()).isEqualTo("Order Completed");
        Event nameless =
                decode("track", "{\"userId\":\"u\"}".getBytes(UTF_8)).events().get(0);
        assertThat(nameless.type()).isEqualTo("track");
        assertThat(nameless.partitionKey()).isEqualTo("u");
    }

    @Test
    void findsTheWriteKeyInTheBodyOfABatchBeforeOrBehindItsEvents() throws Malformed {
        assertThat(decode("{\"writeKey\":\"k1\",\"batch\":[]}").writeKey()).isEqualTo("k1");
        assertThat(decode("{\"batch\":[{\"writeKey\":\"inner\"}],\"writeKey\":\"k2\"}")
                        .writeKey())
                .isEqualTo("k2");
        assertThat(decode("{\"batch\":[],\"writeKey\":7}").writeKey()).isEmpty();
    }

    @Test
    void findsTheWriteKeyInTheBodyOfASingleCall() throws Malformed {
        assertThat(decode("track", "{\"writeKey\":\"k1\",\"event\":\"e\"}".getBytes(UTF_8))
                        .writeKey())
                .isEqualTo("k1");
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> faultsOfMeaning() {
        return NativeDialectTest.faultsOfMeaning()
                .filter(fault -> !String.valueOf(fault.get()[0]).matches("id|envelope"));
    }

    @ParameterizedTest
    @MethodSource("faultsOfMeaning")
    void rejectsABadElementAlone(String code, String element) throws Malformed {
        Decoded decoded = decode("{\"batch\":[{\"n\":1}," + element + ",{\"n\":2}],\"writeKey\":\"k\"}");
        assertThat(decoded.events().stream().map(SegmentDialectTest::text)).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(decoded.rejections()).extracting(Rejection::code).containsExactly(code);
        assertThat(decoded.rejections()).extracting(Rejection::index).containsExactly(1);
        assertThat(decoded.writeKey()).isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"messageId", "anonymousId", "userId"})
    void rejectsAnIdOrKeyOverTheLimitAlone(String member) throws Malformed {
        Decoded decoded = decode("{\"batch\":[{\"" + member + "\":\"" + "é".repeat(513) + "\"},{}]}");
        assertThat(decoded.rejections()).extracting(Rejection::code).containsExactly("id");
        assertThat(decoded.events()).hasSize(1);
        assertThat(decode("{\"batch\":[{\"" + member + "\":\"" + "é".repeat(512) + "\"}]}")
                        .events())
                .hasSize(1);
    }

    @Test
    void takesAnEmptyBatchAsNoEvents() throws Malformed {
        Decoded decoded = decode("{\"batch\":[]}");
        assertThat(decoded.events()).isEmpty();
        assertThat(decoded.batch()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "[]",
                "null",
                "{}",
                "{\"writeKey\":\"k\"}",
                "{\"batch\":{}}",
                "{\"batch\":null}",
                "{\"batch\":[],\"batch\":[]}",
                "{\"batch\":[],\"b\\u0061tch\":[]}",
                "{\"batch\":[],\"writeKey\":\"one\",\"writeKey\":\"two\"}",
                "{\"batch\":[]",
                "{\"batch\":[{}}",
                "{\"batch\":[{},]}",
                "{\"batch\":[]} x",
                "{\"batch\":[]}{\"batch\":[]}",
                "{\"batch\":[{\"a\":NaN}]}",
                "{\"context\":{\"a\":1,\"a\":2},\"batch\":[]}"
            })
    void refusesABodyThatIsNoBatch(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesABodyThatIsNotUtf8() {
        byte[] bytes = {'{', '"', 'b', 'a', 't', 'c', 'h', '"', ':', '[', '"', (byte) 0xc0, (byte) 0xaf, '"', ']', '}'};
        assertThatThrownBy(() -> decode("batch", bytes))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> decode("track", bytes)).isInstanceOf(Malformed.class);
    }

    @Test
    void answersAsSegmentDoes() throws Malformed {
        Request request = Requests.post("/v1/batch", "{\"batch\":[{},7]}");
        assertThat(Requests.text(dialect.accepted(request, dialect.decode(request))))
                .isEqualTo("{\"success\":true}");
    }

    private Decoded decode(String body) throws Malformed {
        return decode("batch", body.getBytes(UTF_8));
    }

    private Decoded decode(String call, byte[] body) throws Malformed {
        return dialect.decode(Requests.post("/v1/" + call, body, "Content-Type", "application/json"));
    }

    private static String text(Event event) {
        return new String(event.data().bytes(), UTF_8);
    }
}

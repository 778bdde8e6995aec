package io.headwater.collector.dialect.headwater;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Dialect;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.event.Event;
import io.headwater.event.Rejection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class NativeDialectTest {
    private final Dialect dialect = new NativeDialect(Requests.check());

    @Test
    void takesTheAttributesOfAnEventAndLeavesItsBytesAlone() throws Malformed {
        String json = "{ \"id\":\"e1\",\"type\":\"play\",\"time\":\"2026-01-15T12:00:00.5Z\","
                + "\"session\":\"s1\",\"user\":\"u1\", \"x\" : 1.0 }";
        Decoded decoded = decode("\r\n " + json + " \n");
        assertThat(decoded.batch()).isFalse();
        Event event = decoded.events().get(0);
        assertThat(text(event)).isEqualTo(json);
        assertThat(event.id()).isEqualTo("e1");
        assertThat(event.type()).isEqualTo("play");
        assertThat(event.time()).isEqualTo("2026-01-15T12:00:00.5Z");
        assertThat(event.subject()).isEqualTo("u1");
        assertThat(event.partitionKey()).isEqualTo("s1");
        assertThat(event.contentType()).isEqualTo("application/json");
    }

    @Test
    void givesAnEventWithoutIdAUuidOfVersionSevenAsIdAndKey() throws Malformed {
        Event event = decode("{}").events().get(0);
        assertThat(event.id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(event.partitionKey()).isEqualTo(event.id());
        assertThat(event.type()).isEqualTo("event");
    }

    @Test
    void takesTheNumberOfAnEventWithinItsSession() throws Malformed {
        assertThat(decode("{\"session\":\"s\",\"seq\":7}").events().get(0).more("sequence"))
                .isEqualTo("7");
        assertThat(decode("{\"seq\":7}").events().get(0).more()).isEmpty();
    }

    @Test
    void ignoresAndCountsAttributesOfAnotherType() throws Malformed {
        Decoded decoded = decode("{\"id\":7,\"type\":{\"a\":1},\"session\":null,\"user\":[\"u\"]}");
        assertThat(decoded.events()).hasSize(1);
        assertThat(decoded.ignored()).isEqualTo(3);
        assertThat(decoded.events().get(0).type()).isEqualTo("event");
    }

    @Test
    void leavesOutATimeThatIsNoTimestamp() throws Malformed {
        assertThat(decode("{\"time\":\"yesterday\"}").events().get(0).time()).isEmpty();
        assertThat(decode("{\"time\":\"2026-13-15T12:00:00Z\"}").events().get(0).time())
                .isEmpty();
        assertThat(decode("{\"time\":\"2026-01-15T12:00:00+02:00\"}")
                        .events()
                        .get(0)
                        .time())
                .isNotEmpty();
    }

    @Test
    void cutsEachElementOutOfAnArray() throws Malformed {
        Decoded decoded = decode(" [ {\"a\" : \"ドラマ\"} ,\n{\"b\":-0},{}]\n");
        assertThat(decoded.batch()).isTrue();
        assertThat(decoded.events().stream().map(NativeDialectTest::text))
                .containsExactly("{\"a\" : \"ドラマ\"}", "{\"b\":-0}", "{}");
    }

    @Test
    void takesAnEmptyArrayAsNoEvents() throws Malformed {
        Decoded decoded = decode("[]");
        assertThat(decoded.events()).isEmpty();
        assertThat(decoded.batch()).isTrue();
    }

    @Test
    void readsNdjsonWhenTheFirstLineIsAnObjectAndMoreFollows() throws Malformed {
        Decoded decoded = decode("{\"a\":1}\r\n\n{\"b\":2}\n");
        assertThat(decoded.events().stream().map(NativeDialectTest::text)).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void readsOneObjectOverSeveralLinesAsOneEvent() throws Malformed {
        assertThat(decode("{\n\"a\":1\n}\n").events()).hasSize(1);
    }

    @Test
    void readsNdjsonOfOneLineAsABatchWhenItSaysSo() throws Malformed {
        Decoded decoded = dialect.decode(
                Requests.post("/v1/events", "{\"a\":}".getBytes(UTF_8), "Content-Type", "application/x-ndjson"));
        assertThat(decoded.batch()).isTrue();
        assertThat(decoded.rejections()).extracting(Rejection::code).containsExactly("syntax");
    }

    public static Stream<Arguments> faultsOfMeaning() {
        return Stream.of(
                Arguments.of("duplicate_key", "{\"a\":1,\"a\":2}"),
                Arguments.of("duplicate_key", "{\"x\":{\"a\":1,\"b\":[{\"c\":1,\"\\u0063\":2}]}}"),
                Arguments.of("duplicate_key", manyKeysAndOneTwice()),
                Arguments.of("depth", "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"),
                Arguments.of("depth", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                Arguments.of("surrogate", "{\"a\":\"\\ud83d\"}"),
                Arguments.of("surrogate", "{\"\\udc00\":1}"),
                Arguments.of("surrogate", "{\"id\":\"\\uD83Dx\"}"),
                Arguments.of("number", "{\"a\":" + "7".repeat(2_000) + "}"),
                Arguments.of("number", "{\"a\":1e1000000000}"),
                Arguments.of("number", "{\"a\":[0.5,-1E309]}"),
                Arguments.of("number", "{\"a\":" + "9".repeat(309) + ".5}"),
                Arguments.of("not_an_object", "[1]"),
                Arguments.of("not_an_object", "\"text\""),
                Arguments.of("not_an_object", "17"),
                Arguments.of("too_large", "{\"a\":\"" + "x".repeat(512 * 1024) + "\"}"),
                Arguments.of("id", "{\"id\":\"" + "x".repeat(1025) + "\"}"),
                Arguments.of("id", "{\"session\":\"" + "é".repeat(513) + "\"}"),
                Arguments.of("envelope", "{\"type\":\"" + "x".repeat(16 * 1024) + "\"}"));
    }

    /* Objects beside and within each other, more of them than of one before, and one with as many keys as fit a list. */
    @Test
    void takesAKeyThatStandsInSeveralObjects() throws Malformed {
        String full =
                IntStream.range(0, 16).mapToObj(i -> "\"k" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
        String nested = "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":" + full + "},\"c\":[" + full + "," + full + "]}";
        assertThat(decode("[" + nested + "," + nested + "]").rejections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.8", "-0.0", "1e308", "1.7976931348623157E308", "-1E-400", "12345678901234567890.5"})
    void takesNumbersADoubleHolds(String number) throws Malformed {
        assertThat(decode("{\"a\":" + number + "}").rejections()).isEmpty();
    }

    @Test
    void takesTheLongestNumbersADoubleHolds() throws Malformed {
        String number = "1" + "7".repeat(308);
        assertThat(decode("{\"a\":" + number + ".5,\"b\":0." + number + "}").rejections())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faultsOfMeaning")
    void rejectsAnElementWithAFaultOfMeaningAlone(String code, String element) throws Malformed {
        Decoded decoded = decode("[{\"n\":1}," + element + ",{\"n\":2}]");
        assertThat(decoded.events().stream().map(NativeDialectTest::text)).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(decoded.rejections()).hasSize(1);
        Rejection rejection = decoded.rejections().get(0);
        assertThat(rejection.index()).isEqualTo(1);
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(element.getBytes(UTF_8)).startsWith(rejection.data().bytes());
    }

    @ParameterizedTest
    @MethodSource("faultsOfMeaning")
    void rejectsALineWithAFaultOfMeaningAlone(String code, String line) throws Malformed {
        Decoded decoded = decode("{\"n\":1}\n" + line + "\n{\"n\":2}\n");
        assertThat(decoded.events()).hasSize(2);
        assertThat(decoded.rejections()).extracting(Rejection::code).containsExactly(code);
    }

    static Stream<String> faultsOfSyntax() {
        return Stream.of(
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\"}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":'x'}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":1,}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"open",
                "{\"a\":1",
                "nul");
    }

    @ParameterizedTest
    @MethodSource("faultsOfSyntax")
    void refusesARequestThatIsNoJson(String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(Malformed.class).hasMessageContaining("byte");
        assertThatThrownBy(() -> decode("[{}," + json + "]")).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @MethodSource("faultsOfSyntax")
    void rejectsALineThatIsNoJsonAlone(String line) throws Malformed {
        Decoded decoded = decode("{\"n\":1}\n" + line + "\n{\"n\":2}\n");
        assertThat(decoded.events()).hasSize(2);
        assertThat(decoded.rejections()).extracting(Rejection::code).containsExactly("syntax");
    }

    /** An overlong slash, a lone continuation byte, a surrogate in UTF-8, a cut sequence, UTF-16. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\u00c0\u00af\"}",
                "{\"a\":\"\u0080\"}",
                "{\"a\":\"\u00ed\u00a0\u0080\"}",
                "{\"\u00c3\":1}"
            })
    void refusesWhatIsNotUtf8AndRejectsSuchALineAlone(String latin1) throws Malformed {
        byte[] bad = latin1.getBytes(ISO_8859_1);
        assertThatThrownBy(() -> dialect.decode(Requests.post("/v1/events", bad, "Content-Type", "")))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("UTF-8");
        byte[] lines = ("{\"n\":1}\n" + latin1 + "\n{\"n\":2}").getBytes(ISO_8859_1);
        Decoded decoded = dialect.decode(Requests.post("/v1/events", lines, "Content-Type", ""));
        assertThat(decoded.events()).hasSize(2);
        assertThat(decoded.rejections()).extracting(Rejection::code).containsExactly("utf8");
    }

    @Test
    void refusesUtf16() {
        byte[] utf16 = "{\"a\":1}".getBytes(UTF_16LE);
        assertThatThrownBy(() -> dialect.decode(Requests.post("/v1/events", utf16, "Content-Type", "")))
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t"})
    void refusesAnEmptyBody(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(Malformed.class).hasMessageContaining("empty");
    }

    @Test
    void refusesHopelessDepthWithoutReadingOn() {
        assertThatThrownBy(() -> decode("[".repeat(4_000_000))).isInstanceOf(Malformed.class);
    }

    @Test
    void answersWhatWasAcceptedAndWhatWasRejectedAndWhy() throws Malformed {
        assertThat(answer("{}")).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        assertThat(answer("[{},7]"))
                .isEqualTo(
                        "{\"accepted\":1,\"rejected\":[{\"index\":1,\"reason\":\"the event must be a JSON object\"}]}");
    }

    private String answer(String body) throws Malformed {
        Request request = Requests.post("/v1/events", body);
        return Requests.text(dialect.accepted(request, dialect.decode(request)));
    }

    private Decoded decode(String body) throws Malformed {
        return dialect.decode(Requests.post("/v1/events", body.getBytes(UTF_8), "Content-Type", "application/json"));
    }

    private static String text(Event event) {
        return new String(event.data().bytes(), UTF_8);
    }

    private static String manyKeysAndOneTwice() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++) {
            json.append("\"k").append(i).append("\":1,");
        }
        return json.append("\"k4711\":2}").toString();
    }
}

package io.headwater.collector.dialect.snowplow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnowplowDialectTest {
    private static final String TP2 = "/com.snowplowanalytics.snowplow/tp2";

    private final SnowplowDialect dialect = new SnowplowDialect(Requests.check());

    /** Self-describing events in Base64 and plain, and a structured event and a page view with them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void takesEachEventOfACapturedPayload(int capture) throws Malformed {
        Request request = captured(capture);
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.writeKey()).isEqualTo("wk_test_0123456789abcdef");
        assertThat(decoded.events())
                .hasSize(capture == 1 ? 20 : 7)
                .extracting(Event::type)
                .startsWith(
                        "media_request_event",
                        "media_request_event",
                        "media_loaded_event",
                        "play_event",
                        "buffer_start_event",
                        "media_loaded",
                        "page_view");
        Event first = decoded.events().get(0);
        assertThat(first.id())
                .isEqualTo(
                        capture == 1 ? "6098feaa-02f9-4068-95f7-ba1b5177d477" : "471e145e-37ca-4e3d-a241-df17869907c3");
        assertThat(first.time()).isEqualTo("2026-01-15T12:00:00Z");
        assertThat(first.subject()).isEqualTo("usr_1");
        assertThat(first.partitionKey()).isEqualTo("usr_1");
        assertThat(first.more("library")).isEqualTo("snowplow-node/4.8.0");
        String body = new String(request.bytes(), UTF_8);
        assertThat(body)
                .contains("\"data\":["
                        + String.join(
                                ",",
                                decoded.events().stream().map(Requests::text).toList()) + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "3, media_request_event, 6b3c94fd-f571-442b-ae60-ce18fdc764e3",
        "8, media_loaded, 016ac014-234b-47af-8fdc-d03a29884f9d",
        "9, page_view, 7f633869-56dc-4caa-85fa-698796172c70"
    })
    void takesTheEventOfACapturedQueryAsAnObjectOfItsParameters(int capture, String type, String id) throws Exception {
        Request request = captured(capture);
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.events()).hasSize(1);
        Event event = decoded.events().get(0);
        assertThat(event.type()).isEqualTo(type);
        assertThat(event.id()).isEqualTo(id);
        assertThat(dialect.key(request.head())).isEqualTo("wk_test_0123456789abcdef");
        JsonNode data = new ObjectMapper().readTree(event.data().bytes());
        assertThat(data.path("tz").asText()).isEqualTo("Europe/Berlin");
        assertThat(data.path("eid").asText()).isEqualTo(id);
        assertThat(data).allSatisfy(value -> assertThat(value.isTextual()).isTrue());
        assertThat(dialect.accepted(request, decoded).contentType()).isEqualTo("image/gif");
    }

    /** Made at 12:00:00, sent at 12:00:10 of a clock that is an hour behind. */
    @Test
    void correctsTheTimeByWhenTheTrackerSaysItSent() throws Malformed {
        Event event = dialect.decode(
                        Requests.get("/i?e=pv&dtm=1795516790000&stm=1795516800000&sid=s&duid=d&uid=u&p=web"))
                .events()
                .get(0);
        assertThat(event.time()).isEqualTo("2026-11-24T10:39:50Z");
        assertThat(event.more("correctedtime")).isEqualTo("2026-11-24T11:59:50Z");
        assertThat(event.partitionKey()).isEqualTo("s");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 299, 300, 301, 5_000})
    void findsTheNameBehindHoweverMuchStandsBeforeIt(int before) throws Malformed {
        String described = "{\"x\":\"" + "é".repeat(before)
                + "\",\"data\":{\"schema\":\"iglu:com.x/late_event/jsonschema/1-0-0\"}}";
        String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(described.getBytes(UTF_8));
        for (String event : List.of(
                "{\"e\":\"ue\",\"ue_px\":\"" + base64 + "\"}",
                "{\"e\":\"ue\",\"ue_pr\":\"" + described.replace("\"", "\\\"") + "\"}")) {
            assertThat(dialect.decode(Requests.post(TP2, "{\"schema\":\"iglu:x\",\"data\":[" + event + "]}"))
                            .events())
                    .extracting(Event::type)
                    .containsExactly("late_event");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"e\":\"ue\",\"ue_px\":\"***\"}', unstruct",
        "'{\"e\":\"ue\",\"ue_pr\":\"{\\\"data\\\":{\\\"schema\\\":\\\"x\\\"}}\"}', unstruct",
        "'{\"e\":\"ue\",\"ue_pr\":\"{\\\"data\\\":{\\\"data\\\":{\\\"schema\\\":\\\"iglu:v/inner/j/1\\\"},\\\"schema\\\":\\\"iglu:v/late/j/1\\\"}}\"}', late",
        "'{\"e\":\"ue\",\"ue_pr\":\"{\\\"data\\\":7,\\\"schema\\\":\\\"iglu:v/outer/j/1\\\"}\"}', unstruct",
        "'{\"e\":\"ue\"}', unstruct",
        "'{\"e\":\"pp\"}', page_ping",
        "'{\"e\":\"se\"}', struct",
        "'{\"e\":\"zz\"}', zz",
        "'{}', event"
    })
    void keepsAnEventWhoseNameItCannotTell(String event, String type) throws Malformed {
        assertThat(dialect.decode(Requests.post(TP2, "{\"schema\":\"iglu:x\",\"data\":[" + event + "]}"))
                        .events())
                .extracting(Event::type)
                .containsExactly(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"data\":{}}", "{\"data\":[{}"})
    void refusesABodyThatIsNoPayload(String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post(TP2, body))).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesAQueryWithoutAnEvent() {
        assertThatThrownBy(() -> dialect.decode(Requests.get("/i?aid=x"))).isInstanceOf(Malformed.class);
    }

    private static Request captured(int number) {
        return Requests.of(Captures.read("snowplow/snowplow-node-" + number));
    }
}

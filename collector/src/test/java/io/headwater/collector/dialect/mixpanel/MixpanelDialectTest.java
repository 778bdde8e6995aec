package io.headwater.collector.dialect.mixpanel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.event.Event;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MixpanelDialectTest {
    private static final String EVENT =
            "{\"event\":\"Signed up\",\"properties\":{\"token\":\"tok\",\"time\":1795521590,"
                    + "\"distinct_id\":\"91304156\",\"$insert_id\":\"29fc\",\"mp_lib\":\"node\",\"$lib_version\":\"0.24.0\","
                    + "\"plan\":\"ü>>>???+ %\"}}";

    private final MixpanelDialect dialect = new MixpanelDialect(Requests.check());

    /** In the query, in forms with the Base64 encoded and not, as JSON in a form, and as the body. */
    static List<Request> tracks() {
        String base64 = Base64.getEncoder().encodeToString(EVENT.getBytes(UTF_8));
        return List.of(
                Requests.get("/track?ip=0&verbose=0&data=" + URLEncoder.encode(base64, UTF_8)),
                Requests.get("/track?data=" + base64),
                Requests.post("/track", "data=" + base64 + "&verbose=1"),
                Requests.post("/track/", "data=" + URLEncoder.encode(base64, UTF_8)),
                Requests.post("/track", "data=" + URLEncoder.encode(EVENT, UTF_8)),
                Requests.post("/track", EVENT),
                Requests.post("/track", "[" + EVENT + "]"),
                Requests.post("/import?strict=1", EVENT + "\n"));
    }

    @ParameterizedTest
    @MethodSource("tracks")
    void takesAnEventHoweverItIsPacked(Request request) throws Malformed {
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.events()).extracting(Requests::text).containsExactly(EVENT);
        assertThat(decoded.writeKey()).isEqualTo("tok");
        Event event = decoded.events().get(0);
        assertThat(event.id()).isEqualTo("29fc");
        assertThat(event.type()).isEqualTo("Signed up");
        assertThat(event.time()).isEqualTo("2026-11-24T11:59:50Z");
        assertThat(event.subject()).isEqualTo("91304156");
        assertThat(event.partitionKey()).isEqualTo("91304156");
        assertThat(event.more("library")).isEqualTo("node/0.24.0");
    }

    @ParameterizedTest
    @CsvSource({
        "1795521590, 2026-11-24T11:59:50Z",
        "1795521590123, 2026-11-24T11:59:50.123Z",
        "1795521590.5, 2026-11-24T11:59:50.500Z",
        "99999999999999999999, ''"
    })
    void takesSecondsAndMilliseconds(String time, String timestamp) throws Malformed {
        assertThat(dialect.decode(Requests.post("/track", "[{\"event\":\"a\",\"properties\":{\"time\":" + time + "}}]"))
                        .events())
                .extracting(Event::time)
                .containsExactly(timestamp);
    }

    @Test
    void takesProfileUpdates() throws Malformed {
        Decoded decoded = dialect.decode(Requests.post(
                "/engage", "[{\"$token\":\"tok\",\"$distinct_id\":\"13793\",\"$set\":{\"Address\":\"x\"}}]"));
        assertThat(decoded.writeKey()).isEqualTo("tok");
        assertThat(decoded.events()).extracting(Event::type).containsExactly("profile_update");
        assertThat(decoded.events()).extracting(Event::subject).containsExactly("13793");
    }

    @Test
    void rejectsABadLineOfAnImportAlone() throws Malformed {
        Request request = Requests.post("/import", EVENT + "\n{\n" + EVENT + "\n7");
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.events()).hasSize(2);
        assertThat(decoded.rejections()).extracting("index").containsExactly(1, 3);
        assertThat(Requests.text(dialect.accepted(request, decoded)))
                .isEqualTo("{\"code\":200,\"num_records_imported\":2,\"status\":\"OK\"}");
    }

    @Test
    void answersAsAsked() throws Malformed {
        assertThat(answer("/track")).isEqualTo("1");
        assertThat(answer("/track?verbose=1")).isEqualTo("{\"status\":1,\"error\":null}");
        Request image = Requests.post("/track?img=1", EVENT);
        assertThat(dialect.accepted(image, dialect.decode(image)).contentType()).isEqualTo("image/gif");
    }

    private String answer(String target) throws Malformed {
        Request request = Requests.post(target, EVENT);
        return Requests.text(dialect.accepted(request, dialect.decode(request)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data=", "data=***", "hello", "[", "{"})
    void refusesWhatItCannotRead(String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post("/track", body))).isInstanceOf(Malformed.class);
    }
}

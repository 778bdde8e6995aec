package io.headwater.collector.dialect.posthog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.collector.dialect.Decoded;
import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.dialect.Request;
import io.headwater.collector.dialect.Requests;
import io.headwater.deploy.testkit.Captures;
import io.headwater.event.Event;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogDialectTest {
    private static final String EVENT = "{\"event\":\"play\",\"uuid\":\"u-1\",\"properties\":{\"token\":\"phc\","
            + "\"distinct_id\":\"d\",\"$session_id\":\"s\",\"$lib\":\"web\",\"$lib_version\":\"1.2\",\"t\":\"ü>>?~\"},"
            + "\"timestamp\":\"2026-11-24T11:00:00Z\"}";

    private final PostHogDialect dialect = new PostHogDialect(Requests.check());

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 30", "3, 8"})
    void takesEachEventOfACapturedBatch(int capture, int events) throws Malformed {
        Decoded decoded = dialect.decode(captured(capture));
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.writeKey()).isEqualTo("wk_test_0123456789abcdef");
        assertThat(decoded.events()).hasSize(events);
        assertThat(decoded.events()).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(decoded.events())
                .allSatisfy(event -> assertThat(event.more("library")).isEqualTo("posthog-node/5.70.0"));
    }

    @Test
    void takesIdTypeTimeAndPersonOfACapturedEvent() throws Malformed {
        Event event = dialect.decode(captured(1)).events().get(0);
        assertThat(event.id()).isEqualTo("32ecedbd-201c-462d-b6e9-ec2d5c214a97");
        assertThat(event.type()).isEqualTo("media_request");
        assertThat(event.time()).isEqualTo("2026-01-15T12:00:00.000Z");
        assertThat(event.subject()).isEqualTo("usr_6523dc329fd3");
        assertThat(event.partitionKey()).isEqualTo("usr_6523dc329fd3");
        assertThat(Requests.text(event))
                .startsWith("{\"event\":\"media_request\",\"properties\":{\"content\":{\"asset_id\":\"ep-31870\"")
                .endsWith("\"uuid\":\"32ecedbd-201c-462d-b6e9-ec2d5c214a97\",\"distinct_id\":\"usr_6523dc329fd3\"}");
    }

    static List<Request> browsers() {
        String base64 = Base64.getEncoder().encodeToString(EVENT.getBytes(UTF_8));
        return List.of(
                Requests.post("/e/?ip=0&_=1795521600000&ver=1.449.2", EVENT, "Content-Type", "text/plain"),
                Requests.post("/i/v0/e/?_=1795521600000", "[" + EVENT + "]"),
                Requests.post("/e/?compression=base64&_=1795521600000", "data=" + URLEncoder.encode(base64, UTF_8)),
                Requests.post("/e/?compression=base64&_=1795521600000", "data=" + base64),
                Requests.post("/capture/?_=1795521600000", "data=" + URLEncoder.encode(EVENT, UTF_8)),
                Requests.post("/e/?compression=base64&_=1795521600000", base64));
    }

    @ParameterizedTest
    @MethodSource("browsers")
    void takesWhatBrowsersSend(Request request) throws Malformed {
        Decoded decoded = dialect.decode(request);
        assertThat(decoded.events()).extracting(Requests::text).containsExactly(EVENT);
        assertThat(decoded.writeKey()).isEqualTo("phc");
        Event event = decoded.events().get(0);
        assertThat(event.id()).isEqualTo("u-1");
        assertThat(event.partitionKey()).isEqualTo("s");
        assertThat(event.subject()).isEqualTo("d");
        assertThat(event.more("correctedtime")).isEqualTo("2026-11-24T11:00:00Z");
        assertThat(event.more("library")).isEqualTo("web/1.2");
    }

    @Test
    void countsAnOffsetBackFromWhenItCame() throws Malformed {
        Event event = dialect.decode(Requests.post("/e/", "{\"event\":\"a\",\"offset\":2500,\"api_key\":\"k\"}"))
                .events()
                .get(0);
        assertThat(event.time()).isEmpty();
        assertThat(event.more("correctedtime")).isEqualTo("2026-11-24T11:59:57.500Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{", "data=", "data=***", "hello", "{\"batch\":{}}"})
    void refusesWhatItCannotRead(String body) {
        assertThatThrownBy(() -> dialect.decode(Requests.post("/e/", body))).isInstanceOf(Malformed.class);
    }

    @Test
    void answersTheConfigurationABrowserAsksFor() throws Exception {
        Reply json = dialect.setup(Requests.get("/array/k/config").head(), "k");
        JsonNode config = new ObjectMapper().readTree(json.body());
        assertThat(config.path("token").asText()).isEqualTo("k");
        assertThat(config.path("hasFeatureFlags").asBoolean(true)).isFalse();
        Reply script = dialect.setup(Requests.get("/array/k/config.js").head(), "</script>");
        assertThat(script.contentType()).isEqualTo("application/javascript");
        assertThat(Requests.text(script)).doesNotContain("</script>").contains("_POSTHOG_REMOTE_CONFIG");
        JsonNode flags = new ObjectMapper()
                .readTree(dialect.setup(Requests.post("/flags/?v=2", "").head(), "")
                        .body());
        assertThat(flags.path("featureFlags").isObject()).isTrue();
    }

    private static Request captured(int number) {
        return Requests.of(Captures.read("posthog/posthog-node-" + number));
    }
}

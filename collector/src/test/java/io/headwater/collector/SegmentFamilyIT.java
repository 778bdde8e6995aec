package io.headwater.collector;

import static io.headwater.collector.TopicReader.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.deploy.broker.EmbeddedBroker;
import java.io.IOException;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two dialects on the same paths, what their SDKs ask for first, and a source that speaks one of them only. */
class SegmentFamilyIT extends OnOneCollector {
    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString("it-key:".getBytes(UTF_8));
    private static final String SEGMENT = "{\"batch\":[{\"type\":\"track\",\"event\":\"a\",\"messageId\":\"m\"}]}";
    private static final String RUDDER =
            "{\"batch\":[{\"type\":\"track\",\"event\":\"a\",\"messageId\":\"m\",\"originalTimestamp\":\"x\"}]}";

    @BeforeAll
    static void start(EmbeddedBroker broker) {
        startCollector(broker);
    }

    @Test
    void areToldApartByWhatIsInTheRequest() {
        assertThat(post("/v1/batch", SEGMENT).text()).isEqualTo("{\"success\":true}");
        assertThat(header(only(), "ce_dialect")).isEqualTo("segment");
        assertThat(post("/v1/batch", RUDDER).text()).isEqualTo("OK");
        assertThat(header(only(), "ce_dialect")).isEqualTo("rudderstack");
    }

    @Test
    void aSourceThatSpeaksOneOfThemIsReadSo() {
        assertThat(collector
                        .post("/v1/batch", SEGMENT.getBytes(UTF_8), "X-Api-Key", "rudder-key")
                        .status())
                .isEqualTo(200);
        assertThat(header(only(), "ce_dialect")).isEqualTo("rudderstack");
    }

    @Test
    void aSourceThatSpeaksOneOfThemMaySendNothingElse() {
        Answer answer = collector.post("/v1/events", "{}".getBytes(UTF_8), "X-Api-Key", "rudder-key");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("acme/rudder sends rudderstack only, and this is native");
        assertThat(events.received()).isEmpty();
    }

    @Test
    void aBrowserIsToldToSendToTheHostItAsked() throws IOException {
        Answer answer = collector.ask("GET", "/v1/projects/it-key/settings", "Origin", "https://x.example");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode segment =
                new ObjectMapper().readTree(answer.text()).path("integrations").path("Segment.io");
        assertThat(segment.path("apiHost").asText()).isEqualTo("127.0.0.1:" + collector.port() + "/v1");
        assertThat(segment.path("apiKey").asText()).isEqualTo("it-key");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://x.example");
        assertThat(collector
                        .ask("GET", "/v1/projects/nobodys/settings", "Origin", "https://x.example")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void rudderStacksBrowserSdkIsToldItsSourceIsOn() throws IOException {
        Answer answer = collector.ask("GET", "/sourceConfig/?p=npm&v=3.34.1&writeKey=it-key", "Authorization", BASIC);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode source = new ObjectMapper().readTree(answer.text()).path("source");
        assertThat(source.path("enabled").asBoolean()).isTrue();
        assertThat(source.path("destinations").isArray()).isTrue();
        assertThat(collector.ask("GET", "/sourceConfig/", "Accept", "*/*").status())
                .isEqualTo(401);
    }

    @Test
    void aBeaconHasItsKeyInTheQuery() {
        Answer answer = collector.post(
                "/beacon/v1/batch?writeKey=it-key", RUDDER.getBytes(UTF_8), "Content-Type", "text/plain");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(header(only(), "ce_dialect")).isEqualTo("rudderstack");
    }

    @Test
    void aPixelIsAnsweredWithOne() {
        String data = Base64.getEncoder()
                .encodeToString(
                        "{\"event\":\"Email Opened\",\"writeKey\":\"it-key\",\"userId\":\"u\"}".getBytes(UTF_8));
        Answer answer = collector.ask("GET", "/v1/pixel/track?data=" + data, "Accept", "image/*");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/gif");
        assertThat(header(only(), "ce_type")).isEqualTo("Email Opened");
    }

    private static Answer post(String path, String body) {
        return collector.post(path, body.getBytes(UTF_8), "Authorization", BASIC);
    }

    private static ConsumerRecord<byte[], byte[]> only() {
        var received = events.received();
        assertThat(received).hasSize(1);
        return received.get(0);
    }
}

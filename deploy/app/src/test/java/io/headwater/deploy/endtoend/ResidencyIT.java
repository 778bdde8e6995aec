package io.headwater.deploy.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.pipeline.Conf.Destination;
import io.headwater.deploy.pipeline.Conf.Source;
import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Sink;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two regions in two jurisdictions, with every process of each: what is pinned to one is nowhere in the other. */
class ResidencyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String IN_KAFKA = "kafka-unreplicated";
    private static final Source EUROPEAN = new Source("european", "european-key", ", jurisdiction: eu");
    private static final Source ANYBODY = new Source("anybody", "anybody-key", "");

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whatIsPinnedIsNowhereOutsideAndWhatIsNotGoesOnInTime() throws Exception {
        try (Kafka west = Kafka.alone(folder.resolve("eu"));
                Kafka east = Kafka.alone(folder.resolve("us"));
                WebhookSink sink = WebhookSink.start(Sink.SECRET);
                WebhookSink abroad = WebhookSink.start(Sink.SECRET)) {
            sink.answerWith(request ->
                    request.events().stream().anyMatch(event -> event.id().startsWith("canary-refused"))
                            ? Reply.status(422)
                            : Reply.status(200));
            try (Pipeline eu = region("eu", "eu-west", west, west, east, sink);
                    Pipeline us = region("us", "us-east", east, west, east, abroad)) {
                assertThat(post(eu, EUROPEAN, "canary-1").body()).contains("\"accepted\":1");
                assertThat(post(eu, EUROPEAN, "canary-refused").statusCode()).isEqualTo(200);
                assertThat(send(eu, EUROPEAN, "[{\"id\":\"a\"},\"canary-rejected\"]")
                                .body())
                        .contains("\"rejected\":[{");
                assertRefusedAbroad(us);

                west.proxy().refuse();
                await().atMost(PATIENCE)
                        .until(() -> durability(post(eu, ANYBODY, "away")).equals(IN_KAFKA)
                                && eu.meter(eu.collector(), "headwater_forward_breaker") > 0);
                for (int i = 0; i < 20; i++) {
                    assertThat(durability(post(eu, EUROPEAN, "canary-away-" + i)))
                            .isEqualTo("spool");
                    assertThat(durability(post(eu, ANYBODY, "free-" + i))).isEqualTo(IN_KAFKA);
                }
                await().atMost(PATIENCE).until(() -> ids(abroad, "free-") == 20);

                west.proxy().pass();
                await().atMost(PATIENCE).until(() -> ids(sink, "canary-away-") == 20);
                assertClosed(eu);
                assertClosed(us);
            }
            assertThat(filesThatHold(folder.resolve("us"), "free-19")).isNotEmpty();
            assertThat(filesThatHold(folder.resolve("eu"), "canary")).hasSizeGreaterThan(2);
            assertThat(filesThatHold(folder.resolve("us"), "canary")).isEmpty();
            assertThat(ids(abroad, "canary")).isZero();
        }
    }

    /** Where the key stands in a header, and where it stands in the body. */
    private void assertRefusedAbroad(Pipeline us) throws Exception {
        HttpResponse<String> answer = post(us, EUROPEAN, "canary-abroad");
        assertThat(answer.statusCode()).isEqualTo(421);
        assertThat(answer.headers().firstValue("Headwater-Collectors")).hasValue("https://west.example.net");
        String posthog =
                "{\"api_key\":\"european-key\",\"batch\":[{\"event\":\"canary\",\"distinct_id\":\"canary-1\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + us.ingestPort() + "/batch/"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(posthog))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(421);
    }

    /** The region's ledger is whole: nothing is lost, and nothing on its way. */
    private static void assertClosed(Pipeline region) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonObject ledger = region.look(region.router(), "/api/ledger?from=1h");
            assertThat(ledger.getLong("lost")).as(ledger.encode()).isZero();
            assertThat(ledger.getJsonArray("unconfirmed")).isEmpty();
            ledger.getJsonArray("sources").stream()
                    .map(JsonObject.class::cast)
                    .forEach(row -> assertThat(row.getLong("inTransit") + row.getLong("spooled"))
                            .as(row.encode())
                            .isZero());
        });
    }

    private Pipeline region(String name, String region, Kafka own, Kafka west, Kafka east, WebhookSink sink)
            throws IOException {
        Path conf = Files.createDirectories(folder.resolve(name).resolve("conf"));
        Files.writeString(conf.resolve("regions.yaml"), """
                regions:
                  - name: eu-west
                    jurisdiction: eu
                    kafka: {bootstrapServers: "%s"}
                    collectors: ["https://west.example.net"]
                  - name: us-east
                    jurisdiction: us
                    kafka: {bootstrapServers: "%s"}
                    collectors: ["https://east.example.net"]
                """.formatted(
                        west.collectorsBootstrapServers(), east.collectorsBootstrapServers()));
        Map<String, String> settings = new HashMap<>();
        settings.put("HEADWATER_REGION", region);
        settings.put("HEADWATER_SITE", name);
        Destination pinned = new Destination("pinned", "cloudevents", sink.url())
                .with("jurisdiction: eu\nallowPrivateAddresses: true")
                .from(List.of(EUROPEAN.name()));
        Destination free = new Destination("free", "cloudevents", sink.url())
                .with("allowPrivateAddresses: true")
                .from(List.of(ANYBODY.name()));
        return Pipeline.on(own, folder.resolve(name), settings, List.of(EUROPEAN, ANYBODY), List.of(pinned, free));
    }

    private HttpResponse<String> post(Pipeline region, Source source, String id) throws Exception {
        return send(region, source, "{\"id\":\"" + id + "\"}");
    }

    private HttpResponse<String> send(Pipeline region, Source source, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + region.ingestPort() + "/v1/events"))
                .header("Authorization", "Bearer " + source.key())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String durability(HttpResponse<String> answer) {
        return answer.headers().firstValue("Headwater-Durability").orElse("");
    }

    private static long ids(WebhookSink sink, String prefix) {
        return sink.receipts().stream()
                .filter(receipt -> receipt.id().startsWith(prefix))
                .distinct()
                .count();
    }

    /** Of all files below: topics, spools, logs, configuration. */
    private static List<Path> filesThatHold(Path below, String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}

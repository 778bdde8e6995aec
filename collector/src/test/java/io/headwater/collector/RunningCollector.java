package io.headwater.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.RawHttp;
import io.headwater.launch.Node;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A collector in this process on free ports, with the sources {@code acme/it}, {@code acme/segment} and {@code acme/ordered}. */
final class RunningCollector implements AutoCloseable {
    static final String KEY = "it-key";
    static final String BEARER = "Bearer " + KEY;
    private static final String SOURCES = """
            sources:
              - {tenant: acme, name: it, writeKeys: [it-key, it-key-2]}
              - {tenant: acme, name: segment, writeKeys: [wk_test_0123456789abcdef]}
              - {tenant: acme, name: ordered, writeKeys: [ordered-key], ordered: true}
              - {tenant: acme, name: rudder, writeKeys: [rudder-key], dialect: rudderstack}
              - {tenant: acme, name: few, writeKeys: [few-key], quota: 3/s}
              - {tenant: acme, name: small, writeKeys: [small-key], quota: [1000000/s, 100B/s]}
              - {tenant: acme, name: strict, writeKeys: [strict-key], schemas: {play: play.json}}
              - {tenant: acme, name: lenient, writeKeys: [lenient-key], schemas: {play: play.json}, onBreach: flag}
              - tenant: acme
                name: private
                writeKeys: [private-key]
                schemas: {play: play.json}
                privacy: {remove: [context.ip, mail], hash: [user], salt: 0123456789abcdef}
            """;

    /* Where regions are named, which these are pinned to. */
    private static final String PINNED = """
              - {tenant: acme, name: european, writeKeys: [european-key], jurisdiction: eu}
              - {tenant: acme, name: american, writeKeys: [american-key], jurisdiction: us, dialect: posthog}
            """;

    private final ErrorLog errors = ErrorLog.open();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Collector collector;
    private final Node node;

    private RunningCollector(Collector collector, Node node) {
        this.collector = collector;
        this.node = node;
    }

    /** Starts one on the Kafka at {@code bootstrapServers}, each override as in the environment, {@code NAME=value}. */
    static RunningCollector start(Path folder, String bootstrapServers, String... overrides) {
        CollectorConfig config = config(folder, bootstrapServers, overrides);
        CollectorData data = CollectorData.read(folder, Map.of(), Set.of());
        Collector collector = new Collector(config, data, likely -> CollectorData.read(folder, Map.of(), likely));
        Node node = new Node(config.node(), List.of(collector));
        RunningCollector running = new RunningCollector(collector, node);
        join(node.start());
        return running;
    }

    private static CollectorConfig config(Path folder, String bootstrapServers, String... overrides) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HEADWATER_HTTP_HOST", "127.0.0.1",
                "HEADWATER_HTTP_PORT", "0",
                "HEADWATER_OPS_HOST", "127.0.0.1",
                "HEADWATER_OPS_PORT", "0",
                "HEADWATER_SITE", "test",
                "HEADWATER_DRAIN_ANNOUNCE", "0s",
                "HEADWATER_REGION", "here",
                "HEADWATER_SPOOL_DIR", folder.resolve("spool").toString(),
                "HEADWATER_KAFKA_TOPICS_PARTITIONS", "4",
                "HEADWATER_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers));
        for (String override : overrides) {
            String[] pair = override.split("=", 2);
            environment.put(pair[0], pair[1]);
        }
        try {
            Files.writeString(
                    folder.resolve("collector.yaml"), "spool: {segmentBytes: 1MiB, reserve: 1MiB, syncWithin: 1s}");
            boolean pinned = Files.exists(folder.resolve("regions.yaml"));
            Files.writeString(folder.resolve("sources.yaml"), pinned ? SOURCES + PINNED : SOURCES);
            Files.writeString(
                    folder.resolve("play.json"), "{\"required\":[\"n\"],\"properties\":{\"n\":{\"minimum\":0}}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CollectorConfig.read(folder, environment);
    }

    static <T> T join(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return collector.port();
    }

    Node node() {
        return node;
    }

    RawHttp connect() {
        return RawHttp.connect(port());
    }

    /** Posts native events with the key as Bearer. */
    Answer events(byte[] body) {
        return post("/v1/events", body, "Authorization", BEARER);
    }

    Answer post(String path, byte[] body, String... headers) {
        return later(path, body, headers).join();
    }

    CompletableFuture<Answer> later(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(port(), path))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** A request of another method, without a body. */
    Answer ask(String method, String path) {
        return ask(method, path, "Authorization", BEARER);
    }

    Answer ask(String method, String path, String... headers) {
        return send(HttpRequest.newBuilder(uri(port(), path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .headers(headers)
                        .timeout(Duration.ofSeconds(20))
                        .build())
                .join();
    }

    /** An answer of the operate port. */
    Answer ops(String path) {
        return send(HttpRequest.newBuilder(uri(node.opsPort(), path))
                        .timeout(Duration.ofSeconds(5))
                        .build())
                .join();
    }

    private CompletableFuture<Answer> send(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(Answer::of);
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    double counter(String name) {
        return node.meters().get(name).counter().count();
    }

    double gauge(String name) {
        return node.meters().get(name).gauge().value();
    }

    /** What is wrong at the end: something still held, or an error in the log. */
    void assertAllIsGivenBack() {
        await().untilAsserted(() -> {
            assertThat(gauge("headwater.ingest.in.flight.requests")).isZero();
            assertThat(gauge("headwater.ingest.in.flight.bytes")).isZero();
        });
        assertThat(errors.messages()).isEmpty();
    }

    @Override
    public void close() {
        join(node.stop());
        errors.stop();
    }
}

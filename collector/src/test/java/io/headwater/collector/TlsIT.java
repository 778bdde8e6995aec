package io.headwater.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.RawAnswer.Closed;
import io.headwater.deploy.testkit.RawHttp;
import io.headwater.deploy.testkit.inject.Authority;
import io.headwater.deploy.testkit.inject.Authority.Issued;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ingest port with a certificate: over TLS, with HTTP/2, asking for a certificate, and with another one meanwhile. */
@ExtendWith(SharedBroker.class)
class TlsIT {
    @TempDir
    Path folder;

    private Authority authority;
    private Issued server;
    private Path certificate;
    private Path key;
    private String kafka = "";
    private Optional<RunningCollector> open = Optional.empty();

    @BeforeEach
    void issue(EmbeddedBroker broker) throws IOException {
        authority = Authority.in(folder.resolve("authority"));
        server = authority.issue("first");
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        use(server);
        kafka = broker.bootstrapServers();
    }

    @AfterEach
    void close() {
        open.ifPresent(RunningCollector::close);
    }

    private void use(Issued issued) throws IOException {
        Files.copy(issued.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private RunningCollector collector(String... more) {
        List<String> overrides =
                new ArrayList<>(List.of("HEADWATER_TLS_CERTIFICATE=" + certificate, "HEADWATER_TLS_KEY=" + key));
        overrides.add("HEADWATER_TLS_LOOK_EVERY=50ms");
        overrides.addAll(List.of(more));
        RunningCollector collector = RunningCollector.start(folder, kafka, overrides.toArray(String[]::new));
        open = Optional.of(collector);
        return collector;
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void takesEventsInTheVersionOfHttpThatTheClientAsksFor(Version version) {
        RunningCollector collector = collector();
        HttpResponse<String> answer = post(collector, client(authority.client(), version), "{\"id\":\"a\"}");
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        assertThat(collector.ops("/metrics").text()).contains("headwater_tls_expires_seconds{port=\"ingest\"} ");
    }

    @Test
    void whatIsRefusedOnOneStreamDoesNotDisturbTheOthers() {
        RunningCollector collector =
                collector("HEADWATER_LIMITS_REQUEST=64KiB", "HEADWATER_HTTP_REQUEST_TIMEOUT=500ms");
        Vertx vertx = Vertx.vertx();
        AtomicInteger connections = new AtomicInteger();
        io.vertx.core.http.HttpClient client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(io.vertx.core.http.HttpVersion.HTTP_2)
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(authority.certificate().toString())))
                .withConnectHandler(connection -> connections.incrementAndGet())
                .build();
        try {
            assertThat(status(client, collector, request -> request.send("{}"))).isEqualTo(200);
            Future<Integer> large = asked(client, collector, request -> request.send(Buffer.buffer(new byte[1 << 20])));
            Future<Integer> slow = asked(client, collector, request -> {
                request.setChunked(true).sendHead();
                return request.response();
            });
            for (int round = 0; round < 20; round++) {
                assertThat(status(client, collector, request -> request.send("{}")))
                        .isEqualTo(200);
            }
            assertThat(RunningCollector.join(large)).isEqualTo(413);
            assertThat(RunningCollector.join(slow)).isEqualTo(408);
            List<Future<Integer>> many = IntStream.range(0, 300)
                    .mapToObj(i -> asked(client, collector, request -> request.send("{\"id\":\"" + i + "\"}")))
                    .toList();
            assertThat(many).allMatch(each -> RunningCollector.join(each) == 200);
            assertThat(connections).hasValue(1);
            collector.assertAllIsGivenBack();
        } finally {
            RunningCollector.join(vertx.close());
        }
    }

    private static int status(
            io.vertx.core.http.HttpClient client,
            RunningCollector collector,
            Function<HttpClientRequest, Future<HttpClientResponse>> send) {
        return RunningCollector.join(asked(client, collector, send));
    }

    private static Future<Integer> asked(
            io.vertx.core.http.HttpClient client,
            RunningCollector collector,
            Function<HttpClientRequest, Future<HttpClientResponse>> send) {
        return client.request(HttpMethod.POST, collector.port(), "localhost", "/v1/events")
                .compose(request -> send.apply(request.exceptionHandler(reset -> {}) // of what is still to be sent
                        .putHeader("Authorization", RunningCollector.BEARER)))
                .map(HttpClientResponse::statusCode);
    }

    @Test
    void aConnectionThatDoesNotShakeHandsIsClosedInTime() {
        RunningCollector collector = collector("HEADWATER_HTTP_HEADER_TIMEOUT=300ms");
        try (RawHttp silent = collector.connect();
                RawHttp half = collector.connect();
                RawHttp plain = collector.connect()) {
            half.send(new byte[] {0x16, 0x03, 0x01});
            plain.send("GET /v1/ping HTTP/1.1\r\nHost: here\r\n\r\n");
            for (RawHttp each : List.of(silent, half, plain)) {
                assertThat(each.read(Duration.ofSeconds(5))).isInstanceOf(Closed.class);
            }
        }
        assertThat(post(collector, client(authority.client(), Version.HTTP_2), "{}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void asksForACertificateOfAnAuthorityItKnows() {
        Authority clients = Authority.in(folder.resolve("clients"));
        Issued known = clients.issue("player");
        RunningCollector collector = collector("HEADWATER_TLS_CLIENT_AUTHORITIES=" + clients.certificate());
        assertThatThrownBy(() -> post(collector, client(authority.client(), Version.HTTP_1_1), "{}"))
                .hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() ->
                        post(collector, client(authority.client(authority.issue("other")), Version.HTTP_1_1), "{}"))
                .hasRootCauseInstanceOf(IOException.class);
        SSLContext shown = clients.client(known, authority);
        assertThat(post(collector, client(shown, Version.HTTP_2), "{}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void showsAnotherCertificateOnceTheFilesHoldOneAndKeepsItWhenTheyHoldNone() throws Exception {
        RunningCollector collector = collector();
        HttpClient before = client(authority.client(), Version.HTTP_2);
        assertThat(nameShown(post(collector, before, "{}"))).isEqualTo("CN=first");

        use(authority.issue("second"));
        await().untilAsserted(() -> assertThat(shownToANewClient(collector)).isEqualTo("CN=second"));
        assertThat(nameShown(post(collector, before, "{}"))).isEqualTo("CN=first");

        Issued third = authority.issue("third");
        double beforeThird = unusable(collector);
        Files.copy(third.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        await("the pair that does not belong together").until(() -> unusable(collector) > beforeThird);
        assertThat(shownToANewClient(collector)).isEqualTo("CN=second");
        double beforeHalf = unusable(collector);
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nhalf");
        await("half a file").until(() -> unusable(collector) > beforeHalf);
        assertThat(shownToANewClient(collector)).isEqualTo("CN=second");

        use(third);
        await().untilAsserted(() -> assertThat(shownToANewClient(collector)).isEqualTo("CN=third"));
        HttpResponse<String> answer = post(collector, client(authority.client(), Version.HTTP_2), "{}");
        assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    }

    @Test
    void namesTheFileItCannotStartWith() throws IOException {
        Files.delete(certificate);
        assertThatThrownBy(this::collector)
                .hasStackTraceContaining("tls.certificate of the ingest port, " + certificate);
        Files.writeString(certificate, "nothing");
        assertThatThrownBy(this::collector).hasStackTraceContaining("holds no certificate in PEM");
    }

    @Test
    void tellsHowNearItIsAndWhichCollectorsThereAre() {
        RunningCollector collector = collector();
        HttpClient client = client(authority.client(), Version.HTTP_2);
        assertThat(get(collector, client, "/v1/ping").statusCode()).isEqualTo(204);
        HttpResponse<String> edges = get(collector, client, "/v1/edges?key=" + RunningCollector.KEY);
        assertThat(edges.statusCode()).isEqualTo(200);
        assertThat(edges.headers().firstValue("Cache-Control").orElse("")).startsWith("private, max-age=");
        assertThat(new JsonObject(edges.body()).getJsonArray("edges")).isEmpty();
        assertThat(get(collector, client, "/v1/edges?key=nobody").statusCode()).isEqualTo(401);
        assertThat(get(collector, client, "/v1/edges").statusCode()).isEqualTo(401);
        assertThat(get(collector, client, "/v1/edges/keys").body()).isEqualTo("{\"keys\":[]}");
    }

    private static double unusable(RunningCollector collector) {
        return collector
                .node()
                .meters()
                .get("headwater.tls.reload.failures")
                .tag("port", "ingest")
                .counter()
                .count();
    }

    private String shownToANewClient(RunningCollector collector) throws SSLException {
        return nameShown(post(collector, client(authority.client(), Version.HTTP_1_1), "{}"));
    }

    private static String nameShown(HttpResponse<?> answer) throws SSLException {
        X509Certificate shown =
                (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    private static HttpClient client(SSLContext tls, Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private static HttpResponse<String> post(RunningCollector collector, HttpClient client, String body) {
        return later(collector, client, BodyPublishers.ofByteArray(body.getBytes(UTF_8)))
                .join();
    }

    private static CompletableFuture<HttpResponse<String>> later(
            RunningCollector collector, HttpClient client, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + collector.port() + "/v1/events"))
                .header("Authorization", RunningCollector.BEARER)
                .timeout(Duration.ofSeconds(20))
                .POST(body)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(RunningCollector collector, HttpClient client, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + collector.port() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).join();
    }
}

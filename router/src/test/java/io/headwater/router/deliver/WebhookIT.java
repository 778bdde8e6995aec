package io.headwater.router.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.config.Size;
import io.headwater.deploy.testkit.Canary;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.Acceptance;
import io.headwater.event.LoggedEvent;
import io.headwater.router.Events;
import io.headwater.router.TestRouter;
import io.headwater.router.deliver.address.AddressPolicy;
import io.headwater.router.deliver.address.DnsConfig;
import io.headwater.router.deliver.address.Endpoint;
import io.headwater.router.deliver.address.HostAddresses;
import io.headwater.router.deliver.format.Format;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookIT {
    private static final DeliverConfig DELIVER = new DeliverConfig(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Size.parse("64KiB"),
            Size.parse("8KiB"));
    private static final DnsConfig DNS = new DnsConfig(Duration.ofSeconds(2), Duration.ofSeconds(30), 2);
    private static final Attempt ATTEMPT = new Attempt(List.of(Events.json("a", "{ \"n\": 1.0 }")), 1, "");

    private final Vertx vertx = Vertx.vertx();
    private Duration timeout = Duration.ofMillis(800);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:PORT/", "http://127.0.0.1:PORT/", "http://[::ffff:127.0.0.1]:PORT/"})
    void nobodyConnectsToAPrivateAddress(String url) {
        try (Canary canary = Canary.start()) {
            Endpoint endpoint = Endpoint.parse(url.replace("PORT", Integer.toString(canary.port())));
            Webhook refused = webhook(endpoint, AddressPolicy.PUBLIC, HostAddresses.system(vertx, DNS));
            assertThat(outcome(refused)).isEqualTo(new Outcome.Setup(Reason.ADDRESS, 0));
            assertThat(canary.connections()).isZero();

            outcome(webhook(endpoint, AddressPolicy.ANY, HostAddresses.system(vertx, DNS)));
            assertThat(canary.connections()).isPositive();
        }
    }

    @Test
    void aRequestIsPartOfTheTraceItsEventsCameIn() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String another = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            Webhook webhook = webhook(
                    Endpoint.parse("http://hooks.acme.example:" + sink.port() + "/hook"),
                    AddressPolicy.ANY,
                    host -> loopback());
            outcome(webhook, new Attempt(List.of(traced("a", trace), traced("b", trace)), 1, ""));
            outcome(webhook, new Attempt(List.of(traced("c", trace), traced("d", another)), 1, ""));
            outcome(webhook, ATTEMPT);
            assertThat(sink.requests())
                    .extracting(each -> each.header("traceparent"))
                    .containsExactly(Optional.of(trace), Optional.empty(), Optional.empty());
        }
    }

    private static LoggedEvent traced(String id, String traceparent) {
        LoggedEvent event = Events.json(id, "{}");
        Acceptance acceptance = event.acceptance();
        return new LoggedEvent(
                event.event(),
                new Acceptance(acceptance.origin(), acceptance.acceptedAt(), traceparent),
                event.line(),
                event.seq());
    }

    @Test
    void connectsToTheAddressThatWasCheckedAndToNoOther() {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            List<String> asked = new ArrayList<>();
            Webhook webhook = webhook(
                    Endpoint.parse("http://hooks.acme.example:" + sink.port() + "/hook"), AddressPolicy.ANY, host -> {
                        asked.add(host);
                        return loopback();
                    });
            assertThat(outcome(webhook)).isEqualTo(new Outcome.Delivered(200));
            assertThat(asked).containsExactly("hooks.acme.example");
            assertThat(sink.requests().get(0).header("host")).contains("hooks.acme.example:" + sink.port());
            assertThat(sink.violations()).isEmpty();
        }
    }

    @Test
    void aReplayIsMarkedAndNothingElseIs() {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            Endpoint endpoint = Endpoint.parse("http://127.0.0.1:" + sink.port() + "/hook");
            Webhook webhook = webhook(endpoint, AddressPolicy.ANY, host -> loopback());
            webhook.deliver(new Attempt(ATTEMPT.events(), 1, "monday")).await();
            webhook.deliver(ATTEMPT).await();
            assertThat(sink.requests())
                    .extracting(each -> each.header("headwater-replay"))
                    .containsExactly(Optional.of("monday"), Optional.empty());
        }
    }

    @Test
    void aNameNobodyKnowsIsASetupFailure() {
        Endpoint endpoint = Endpoint.parse("http://no-such-name.invalid/");
        assertThat(outcome(webhook(endpoint, AddressPolicy.PUBLIC, HostAddresses.system(vertx, DNS))))
                .isEqualTo(new Outcome.Setup(Reason.DNS, 0));
    }

    @Test
    void aLookupThatHangsIsBounded() {
        Webhook webhook = webhook(
                Endpoint.parse("http://hooks.acme.example/"),
                AddressPolicy.PUBLIC,
                host -> Future.<List<InetAddress>>future(never -> {}));
        assertThat(outcome(webhook)).isEqualTo(new Outcome.Transient(Reason.TIMEOUT, 0));
    }

    @Test
    void aCertificateNobodyVouchesForIsASetupFailure() {
        timeout = Duration.ofSeconds(8);
        assertThat(outcome(webhook(tlsServer("hooks.acme.example"), AddressPolicy.ANY, host -> loopback())))
                .isEqualTo(new Outcome.Setup(Reason.TLS, 0));
    }

    @Test
    void aCertificateIsCheckedAgainstTheNameAndNotThePinnedAddress() {
        timeout = Duration.ofSeconds(8);
        SelfSignedCertificate good = SelfSignedCertificate.create("hooks.acme.example");
        SelfSignedCertificate other = SelfSignedCertificate.create("other.acme.example");
        assertThat(outcome(trusting(good, tlsServer(good)))).isEqualTo(new Outcome.Delivered(200));
        assertThat(outcome(trusting(other, tlsServer(other)))).isEqualTo(new Outcome.Setup(Reason.TLS, 0));
    }

    @Test
    void anAnswerThatComesAfterOthersIsTheAnswer() {
        String answers = """
                HTTP/1.1 100 Continue

                HTTP/1.1 103 Early Hints
                Link: </x>

                HTTP/1.1 204 No Content

                """.replace("\n", "\r\n");
        Webhook webhook = webhook(rawServer((socket, text) -> socket.write(answers)));
        assertThat(outcome(webhook)).isEqualTo(new Outcome.Delivered(204));
    }

    @Test
    void aLateAnswerToOneRequestIsNeverTakenForTheNextOnes() {
        AtomicInteger requests = new AtomicInteger();
        Webhook webhook = webhook(rawServer((socket, text) -> {
            if (requests.incrementAndGet() == 1) {
                socket.write("HTTP/1.1 102 Processing\r\n\r\n");
                vertx.setTimer(100, late -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
            }
        }));
        assertThat(outcome(webhook)).isEqualTo(new Outcome.Transient(Reason.NOT_HTTP, 102));
        assertThat(outcome(webhook)).isEqualTo(new Outcome.Transient(Reason.TIMEOUT, 0));
    }

    @Test
    void aFloodOfHeadersIsCutOff() {
        Webhook webhook = webhook(rawServer((socket, text) ->
                socket.write("HTTP/1.1 200 OK\r\n" + "X-Flood: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(30_000))));
        assertThat(outcome(webhook)).isEqualTo(new Outcome.Transient(Reason.CONNECTION, 0));
    }

    @Test
    void aHeadThatDripsMeetsTheDeadline() {
        Webhook webhook = webhook(rawServer((socket, text) -> {
            socket.write("HTTP/1.1 200 OK\r\nX-Drip: ");
            vertx.setPeriodic(50, drip -> socket.write("."));
        }));
        assertThat(outcome(webhook)).isEqualTo(new Outcome.Transient(Reason.TIMEOUT, 0));
    }

    @Test
    void anEndlessBodyIsNotReadToItsEnd() {
        List<NetSocket> sockets = new CopyOnWriteArrayList<>();
        AtomicInteger closed = new AtomicInteger();
        Webhook webhook = webhook(rawServer((socket, text) -> {
            sockets.add(socket.closeHandler(gone -> closed.incrementAndGet()));
            socket.write("HTTP/1.1 422 No\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(100_000));
        }));
        assertThat(outcome(webhook)).isEqualTo(new Outcome.Refused(422, "x".repeat(8 * 1024)));
        await().until(() -> closed.get() == sockets.size());
    }

    @Test
    void aCompressedAnswerIsNotInflated() {
        try (WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            sink.answerWith(Reply.status(422, Map.of("Content-Encoding", "gzip"), "not really gzip"));
            assertThat(outcome(webhook(Endpoint.parse(sink.url()))))
                    .isEqualTo(new Outcome.Refused(422, "not really gzip"));
            assertThat(sink.requests().get(0).header("accept-encoding")).isEmpty();
        }
    }

    @Test
    void aClosedPortIsALostConnection() {
        int port;
        try (Canary canary = Canary.start()) {
            port = canary.port();
        }
        assertThat(outcome(webhook(Endpoint.parse("http://127.0.0.1:" + port + "/"))))
                .isEqualTo(new Outcome.Transient(Reason.CONNECTION, 0));
    }

    private Outcome outcome(Webhook webhook) {
        return outcome(webhook, ATTEMPT);
    }

    private Outcome outcome(Webhook webhook, Attempt attempt) {
        long started = System.nanoTime();
        Outcome outcome = Future.<Outcome>future(ended ->
                        vertx.runOnContext(run -> webhook.deliver(attempt).onComplete(ended)))
                .timeout(10, TimeUnit.SECONDS)
                .await();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(timeout.plusSeconds(2));
        return outcome;
    }

    private Webhook webhook(Endpoint endpoint) {
        return webhook(endpoint, AddressPolicy.ANY, HostAddresses.system(vertx, DNS));
    }

    private Webhook webhook(Endpoint endpoint, AddressPolicy policy, HostAddresses.Lookup lookup) {
        return webhook(endpoint, policy, lookup, Webhook.options(DELIVER, timeout));
    }

    private Webhook webhook(
            Endpoint endpoint, AddressPolicy policy, HostAddresses.Lookup lookup, HttpClientOptions options) {
        HttpClientAgent client = Webhook.client(vertx, options, 1);
        Rendering rendering = new Rendering(
                Format.named("json-array"),
                new Signature(List.of(WebhookSecret.parse(TestRouter.SECRET))),
                Clock.systemUTC());
        return new Webhook(
                new Webhook.Target(endpoint, timeout.toNanos()),
                rendering,
                new HostAddresses(endpoint, policy, lookup, DNS),
                client,
                new Exchange(vertx, client, DELIVER));
    }

    private Webhook trusting(SelfSignedCertificate certificate, Endpoint endpoint) {
        HttpClientOptions options = Webhook.options(DELIVER, timeout);
        options.setTrustOptions(certificate.trustOptions());
        return webhook(endpoint, AddressPolicy.ANY, host -> loopback(), options);
    }

    private Endpoint tlsServer(String name) {
        return tlsServer(SelfSignedCertificate.create(name));
    }

    private Endpoint tlsServer(SelfSignedCertificate certificate) {
        int port = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()))
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return Endpoint.parse("https://hooks.acme.example:" + port + "/");
    }

    private Endpoint rawServer(BiConsumer<NetSocket, String> answer) {
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(data -> answer.accept(socket, data.toString(UTF_8))))
                .listen(0, "127.0.0.1")
                .await();
        return Endpoint.parse("http://127.0.0.1:" + server.actualPort() + "/");
    }

    private static Future<List<InetAddress>> loopback() {
        return Future.succeededFuture(List.of(InetAddress.getLoopbackAddress()));
    }
}

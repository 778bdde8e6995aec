package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawHttpIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(request -> {
                switch (request.path()) {
                    case "/echo" ->
                        request.body()
                                .onSuccess(body -> request.response()
                                        .putHeader("X-Two", "words here")
                                        .end(body));
                    case "/chunked" -> {
                        request.response().setChunked(true).write("one ");
                        request.response().end("two");
                    }
                    case "/nothing" -> request.response().setStatusCode(204).end();
                    case "/hangup" -> request.connection().close();
                    case "/half" -> {
                        request.response().putHeader("content-length", "10").write("half");
                        vertx.setTimer(50, timer -> request.connection().close());
                    }
                    case "/drip" -> {
                        request.response().setChunked(true);
                        vertx.setPeriodic(20, timer -> request.response().write("."));
                    }
                    default -> request.response().setChunked(true).write("never the end");
                }
            })
            .listen(0, "127.0.0.1")
            .await();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void readsEveryKindOfBody() {
        RawAnswer.Response echo = exchange("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
                .response();
        assertThat(echo.status()).isEqualTo(200);
        assertThat(echo.header("x-TWO")).contains("words here");
        assertThat(echo.text()).isEqualTo("hello");

        assertThat(exchange(get("/chunked")).response().text()).isEqualTo("one two");
        assertThat(exchange(get("/nothing")).response().status()).isEqualTo(204);
        assertThat(exchange("GET /chunked HTTP/1.0\r\n\r\n").response().text()).isEqualTo("one two");
    }

    @Test
    void readsOneResponseAfterTheOtherAndPassesOver100() {
        try (RawHttp http = RawHttp.connect(server.actualPort())) {
            http.send("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n" + get("/chunked"));
            assertThat(http.read(SOON).response().status()).isEqualTo(204);
            assertThat(http.read(SOON).response().status()).isEqualTo(200);
        }
    }

    @Test
    void tellsAHangUpFromSilenceAndFromHalfAResponse() {
        assertThat(exchange(get("/hangup"))).isInstanceOf(RawAnswer.Closed.class);

        RawAnswer half = exchange(get("/half"));
        assertThat(half).isInstanceOf(RawAnswer.Closed.class);
        assertThat(new String(((RawAnswer.Closed) half).received(), StandardCharsets.UTF_8))
                .endsWith("half");

        RawAnswer silent = RawHttp.exchange(
                server.actualPort(), get("/endless").getBytes(StandardCharsets.UTF_8), Duration.ofMillis(300));
        assertThat(silent).isInstanceOf(RawAnswer.Silent.class);
        assertThatThrownBy(silent::response).isInstanceOf(AssertionError.class).hasMessageContaining("never the end");
    }

    @Test
    void countsADripAsSilenceOnceTheDeadlineHasPassed() {
        byte[] request = get("/drip").getBytes(StandardCharsets.UTF_8);

        assertThat(RawHttp.exchange(server.actualPort(), request, Duration.ofMillis(300)))
                .isInstanceOf(RawAnswer.Silent.class);
    }

    @Test
    void dripsAndHalfCloses() {
        try (RawHttp http = RawHttp.connect(server.actualPort())) {
            byte[] request =
                    "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.UTF_8);
            long before = System.nanoTime();
            http.drip(request, 10, Duration.ofMillis(50));
            assertThat(http.read(SOON).response().text()).isEqualTo("hello");
            int waits = (request.length - 1) / 10;
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(waits * 50L - 5));

            assertThat(http.halfClose().read(SOON)).isInstanceOf(RawAnswer.Closed.class);
            assertThat(http.send("too late").read(SOON)).isInstanceOf(RawAnswer.Closed.class);
        }
    }

    @Test
    void theCanaryCountsWhoConnects() throws Exception {
        try (Canary canary = Canary.start()) {
            assertThat(canary.connections()).isZero();
            new Socket(InetAddress.getLoopbackAddress(), canary.port()).close();
            new Socket(InetAddress.getLoopbackAddress(), canary.port()).close();
            org.awaitility.Awaitility.await().until(() -> canary.connections() == 2);
        }
    }

    private RawAnswer exchange(String request) {
        return RawHttp.exchange(server.actualPort(), request.getBytes(StandardCharsets.UTF_8), SOON);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }
}

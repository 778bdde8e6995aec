package io.headwater.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.RawAnswer.Closed;
import io.headwater.deploy.testkit.RawAnswer.Response;
import io.headwater.deploy.testkit.RawHttp;
import io.headwater.deploy.testkit.inject.Authority;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A collector that is told to stop behind a load balancer, which has not noticed yet. */
@ExtendWith(SharedBroker.class)
class AnnouncedEndIT {
    private static final byte[] REQUEST = ("POST /v1/events HTTP/1.1\r\nHost: here\r\nAuthorization: "
                    + RunningCollector.BEARER + "\r\nContent-Length: 2\r\n\r\n{}")
            .getBytes(US_ASCII);

    @TempDir
    Path folder;

    @Test
    void saysThatItIsNotReadyAndAnswersWhatStillComesOnConnectionsThatThenEnd(EmbeddedBroker broker) {
        RunningCollector collector =
                RunningCollector.start(folder, broker.bootstrapServers(), "HEADWATER_DRAIN_ANNOUNCE=3s");
        int port = collector.port();
        try (RawHttp before = collector.connect();
                RawHttp idle = collector.connect()) {
            assertThat(answer(before).header("Connection")).isEmpty();
            assertThat(answer(idle).status()).isEqualTo(200);
            Future<Void> stopped = collector.node().stop();
            await().until(() -> collector.ops("/health/ready").status() == 503);

            Response last = answer(before);
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.header("Connection")).contains("close");
            assertThat(before.read(Duration.ofSeconds(5))).isInstanceOf(Closed.class);
            try (RawHttp late = collector.connect()) {
                assertThat(answer(late).header("Connection")).contains("close");
            }
            assertThat(stopped.isComplete()).isFalse();
            RunningCollector.join(stopped);
            assertThat(idle.read(Duration.ofSeconds(5))).isInstanceOf(Closed.class);
            assertThatThrownBy(() -> RawHttp.connect(port)).hasRootCauseInstanceOf(ConnectException.class);
        }
    }

    @Test
    void saysOnHttp2WithGoawayThatTheConnectionEndsAndAnswersWhatCameBefore(EmbeddedBroker broker) throws Exception {
        Authority.Issued server = Authority.in(folder.resolve("authority")).issue("server");
        RunningCollector collector = RunningCollector.start(
                folder,
                broker.bootstrapServers(),
                "HEADWATER_DRAIN_ANNOUNCE=3s",
                "HEADWATER_TLS_CERTIFICATE=" + server.certificate(),
                "HEADWATER_TLS_KEY=" + server.key());
        Vertx vertx = Vertx.vertx();
        try {
            HttpClientConnection connection = vertx.createHttpClient(new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setUseAlpn(true)
                            .setSsl(true)
                            .setTrustAll(true))
                    .connect(new HttpConnectOptions().setHost("localhost").setPort(collector.port()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            CompletableFuture<Long> goneAway = new CompletableFuture<>();
            connection.goAwayHandler(away -> goneAway.complete(away.getErrorCode()));
            assertThat(status(connection)).isEqualTo(200);
            assertThat(goneAway).isNotDone();

            Future<Void> stopped = collector.node().stop();
            await().until(() -> collector.ops("/health/ready").status() == 503);
            assertThat(status(connection)).isEqualTo(200);
            assertThat(goneAway.get(5, TimeUnit.SECONDS)).as("NO_ERROR").isZero();
            RawHttp.connect(collector.port()).close(); // so it was said while requests are still taken
            RunningCollector.join(stopped);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    private static int status(HttpClientConnection connection) throws Exception {
        return connection
                .request(HttpMethod.POST, "/v1/events")
                .compose(request -> request.putHeader("Authorization", RunningCollector.BEARER)
                        .send("{}"))
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private static Response answer(RawHttp connection) {
        return connection.send(REQUEST).read(Duration.ofSeconds(5)).response();
    }
}

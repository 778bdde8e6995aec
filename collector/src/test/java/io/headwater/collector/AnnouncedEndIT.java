package io.headwater.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.RawAnswer.Closed;
import io.headwater.deploy.testkit.RawAnswer.Response;
import io.headwater.deploy.testkit.RawHttp;
import io.vertx.core.Future;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
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

    private static Response answer(RawHttp connection) {
        return connection.send(REQUEST).read(Duration.ofSeconds(5)).response();
    }
}

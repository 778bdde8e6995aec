package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.WebhookSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneIT {
    @TempDir
    Path folder;

    @Test
    void runsTheWholeWayOnYourConfigurationAndGoesOnWhereItStopped() {
        Installed installed = Installed.in(folder);
        try (WebhookSink sink = WebhookSink.start(ConfFolder.SECRET)) {
            String conf = installed.leadingTo(sink).toString();
            sink.answerWith(Reply.status(503));
            try (ChildProcess first = installed.start("standalone", "--conf", conf, "--data", "data")) {
                Printed.awaitReady(first);
                assertThat(Printed.post(Printed.entry(first, "ingest"), "web-key", "{\"n\":1}")
                                .statusCode())
                        .isEqualTo(200);
                await().atMost(Installed.START).until(() -> !sink.requests().isEmpty());
                first.terminate();
                assertThat(first.awaitExit(Installed.STOP)).isZero();
            }
            sink.answerWith(Reply.status(204));
            try (ChildProcess second = installed.start("standalone", "--conf", conf, "--data", "data")) {
                await().atMost(Installed.START).until(() -> sink.received() == 1);
                second.signal("INT");
                assertThat(second.awaitExit(Installed.STOP)).isEqualTo(130);
            }
        }
    }

    @Test
    void namesThePortThatIsInUseAndItsKey() throws IOException {
        Installed installed = Installed.in(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            String port = Integer.toString(taken.getLocalPort());
            for (List<String> key :
                    List.of(List.of("HEADWATER_OPS_PORT", "ops.port"), List.of("HEADWATER_HTTP_PORT", "http.port"))) {
                try (ChildProcess collector = installed.start(Map.of(key.get(0), port), "collector")) {
                    assertThat(collector.awaitExit(Installed.START)).isEqualTo(1);
                    assertThat(collector.lines())
                            .contains("headwater: port " + port + " (" + key.get(1)
                                    + ") is in use. Stop what listens there, or set " + key.get(1)
                                    + " to another port");
                }
            }
        }
    }

    @Test
    void namesTheKafkaPortThatIsInUse() throws IOException {
        Installed installed = Installed.in(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (ChildProcess broker = installed.start("broker", "--port", port, "--data", "data")) {
                assertThat(broker.awaitExit(Installed.START)).isEqualTo(1);
                assertThat(broker.lines()).singleElement().asString().contains(port, "in use", "--port");
            }
        }
    }

    @Test
    void aSecondCtrlCEndsItAtOnce() {
        Installed installed = Installed.in(folder);
        try (WebhookSink sink = WebhookSink.start(ConfFolder.SECRET)) {
            sink.answerWith(Reply.hang());
            String conf = installed.leadingTo(sink).toString();
            Map<String, String> slow = Map.of("HEADWATER_DRAIN_TIMEOUT", "60s");
            try (ChildProcess standalone = installed.start(slow, "standalone", "--conf", conf, "--data", "data")) {
                Printed.awaitReady(standalone);
                Printed.post(Printed.entry(standalone, "ingest"), "web-key", "{\"n\":1}");
                await().atMost(Installed.START).until(() -> !sink.requests().isEmpty());
                standalone.signal("INT");
                await().atMost(Installed.STOP).until(() -> isDraining(standalone));
                standalone.signal("INT");

                assertThat(standalone.awaitExit(Duration.ofSeconds(10))).isEqualTo(130);
            }
        }
    }

    private static boolean isDraining(ChildProcess process) {
        try {
            return Printed.get(Printed.entry(process, "ops")).statusCode() == 503;
        } catch (UncheckedIOException gone) {
            return true;
        }
    }
}

package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.SinkRequest;
import io.headwater.deploy.testkit.WebhookSink;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operating routers that are processes of their own, as somebody at a terminal does. */
class OperatedIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Map<String, String> TOKEN = Map.of("HEADWATER_OPS_TOKEN", "a-token-of-ours");

    @TempDir
    Path folder;

    @Test
    void aReplayOutlivesTheRouterThatRunsIt() {
        Installed installed = Installed.in(folder);
        try (WebhookSink sink = WebhookSink.start(ConfFolder.SECRET);
                ChildProcess broker = installed.start("broker", "--port", "0", "--data", "data")) {
            Map<String, String> environment = Map.of(
                    "HEADWATER_KAFKA_BOOTSTRAP_SERVERS",
                    Printed.entry(broker, "kafka"),
                    "HEADWATER_OPS_TOKEN",
                    "a-token-of-ours");
            String conf = installed.leadingTo(sink).toString();
            try (ChildProcess collector = installed.start(environment, "collector", "--conf", conf);
                    ChildProcess first = installed.start(environment, "router", "--conf", conf)) {
                Printed.awaitReady(collector);
                Printed.awaitReady(first);
                for (int i = 0; i < 40; i++) {
                    String event = "{\"id\":\"event-" + i + "\"}";
                    assertThat(Printed.post(Printed.entry(collector, "ingest"), "web-key", event)
                                    .statusCode())
                            .isEqualTo(200);
                }
                await().atMost(LONG).until(() -> ids(sink, false).size() == 40);

                Cli list = cli();
                assertThat(list.execute("destinations", "list", "--url", url(first)))
                        .isZero();
                assertThat(list.out()).contains("acme/sink", "open");
                assertThat(new Cli(folder, Map.of()).execute("destinations", "list", "--url", url(first)))
                        .isEqualTo(1);
                Cli start = cli();
                assertThat(start.execute(
                                "replay",
                                "start",
                                "--destination",
                                "acme/sink",
                                "--from",
                                "10m",
                                "--rate",
                                "3",
                                "--url",
                                url(first)))
                        .isZero();
                await().atMost(LONG).until(() -> ids(sink, true).size() > 3);

                try (ChildProcess second = installed.start(environment, "router", "--conf", conf)) {
                    first.kill9();
                    await().atMost(LONG)
                            .until(() -> replay(second).getString("state").equals("done"));
                    await().atMost(LONG).until(() -> ids(sink, true).size() == 40);
                    assertThat(replay(second).getLong("copied")).isEqualTo(40);
                }
            }
        }
    }

    private JsonObject replay(ChildProcess router) {
        Cli cli = cli();
        int exit = cli.execute("replay", "list", "--json", "--url", url(router));
        return exit == 0
                ? new JsonObject(cli.out()).getJsonArray("replays").getJsonObject(0)
                : new JsonObject().put("state", "");
    }

    private Cli cli() {
        return new Cli(folder, TOKEN);
    }

    private static String url(ChildProcess process) {
        URI ops = URI.create(Printed.entry(process, "ops"));
        return "http://" + ops.getAuthority();
    }

    private static Set<String> ids(WebhookSink sink, boolean replayed) {
        return sink.requests().stream()
                .filter(each -> each.header("Headwater-Replay").isPresent() == replayed)
                .map(SinkRequest::eventIds)
                .flatMap(each -> each.stream())
                .collect(Collectors.toSet());
    }
}

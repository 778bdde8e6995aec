package io.headwater.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.WebhookSink;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collector and router as processes of their own, without a jar of the Kafka server, beside a broker. */
class SplitIT {
    private static final List<String> OF_THE_SERVER =
            List.of("kafka_", "kafka-server", "kafka-raft", "scala-", "log4j-");

    @TempDir
    Path folder;

    @Test
    void anEventGoesFromTheCollectorThroughTheBrokerAndTheRouterToAWebhook() {
        Installed machine = Installed.withoutTheBroker(folder.resolve("machine"));
        Installed development = Installed.in(folder.resolve("development"));
        try (WebhookSink sink = WebhookSink.start(ConfFolder.SECRET);
                ChildProcess broker = development.start("broker", "--port", "0", "--data", "data")) {
            Map<String, String> kafka = Map.of("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", Printed.entry(broker, "kafka"));
            String conf = machine.leadingTo(sink).toString();
            try (ChildProcess collector = machine.start(kafka, "collector", "--conf", conf);
                    ChildProcess router = machine.start(kafka, "router", "--conf", conf)) {
                Printed.awaitReady(collector);
                String event = "{\"type\" : \"play\", \"n\":1.0}";
                HttpResponse<String> answer = Printed.post(Printed.entry(collector, "ingest"), "web-key", event);

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Headwater-Durability")).contains("kafka-unreplicated");
                await().atMost(Installed.START).until(() -> sink.received() == 1);
                assertThat(new String(sink.events().get(0).data(), UTF_8)).isEqualTo(event);
                Printed.awaitReady(router);

                collector.terminate();
                router.terminate();
                assertThat(collector.awaitExit(Installed.STOP)).isZero();
                assertThat(router.awaitExit(Installed.STOP)).isZero();
            }
            broker.terminate();
            assertThat(broker.awaitExit(Installed.STOP)).isZero();
            assertThat(sink.violations()).isEmpty();
        }
    }

    @Test
    void theKafkaServerIsPackagedApartAndNothingTwice() {
        assertThat(Installed.jars("lib"))
                .noneMatch(jar -> OF_THE_SERVER.stream().anyMatch(jar::startsWith));
        assertThat(Installed.jars("lib")).doesNotContainAnyElementsOf(Installed.jars("broker"));
        assertThat(Installed.jars("broker")).anyMatch(jar -> jar.startsWith("kafka_2.13"));
    }
}

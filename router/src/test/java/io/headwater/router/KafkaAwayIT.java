package io.headwater.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.testkit.FaultProxy;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.event.SourceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAwayIT {
    @TempDir
    Path data;

    @Test
    void startsBeforeItsKafkaAndOutlivesAnOutage() {
        try (FaultProxy proxy = FaultProxy.start();
                WebhookSink sink = WebhookSink.start(TestRouter.SECRET);
                TestRouter router = TestRouter.start(
                        proxy.address(),
                        "away",
                        DeliveryIT.to(sink, "json-array"),
                        Map.of("HEADWATER_CONSUME_TOPICS_WITHIN", "100ms"))) {
            assertThat(router.isReady()).isFalse();
            assertThat(router.get("/health/ready")).contains("Kafka's topics are not there yet");

            try (EmbeddedBroker broker =
                            EmbeddedBroker.start(BrokerOptions.in(data).advertising(proxy.port()));
                    Producing producing =
                            new Producing(proxy.forwardTo(broker.port()).address())) {
                await().atMost(Duration.ofSeconds(30)).until(router::isReady);
                producing.append(Events.in(0, new SourceId("away", "web"), 10));
                await().until(() -> sink.received() == 10);

                proxy.refuse();
                await().until(() -> router.counted("headwater.commit.failures") > 0 || proxy.connections() == 0);
                proxy.pass();
                producing.append(Events.in(1, new SourceId("away", "web"), 10));
                await().atMost(Duration.ofSeconds(30)).until(() -> sink.received() >= 20);
                assertThat(sink.violations()).isEmpty();
            }
        }
    }

    @Test
    void doesNotStartOnAnotherNumberOfPartitions() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data);
                WebhookSink sink = WebhookSink.start(TestRouter.SECRET)) {
            String destinations = DeliveryIT.to(sink, "json-array");
            TestRouter.start(broker.bootstrapServers(), "first", destinations, Map.of())
                    .close();
            assertThatThrownBy(() -> TestRouter.start(
                            broker.bootstrapServers(),
                            "second",
                            destinations,
                            Map.of("HEADWATER_KAFKA_TOPICS_PARTITIONS", "5")))
                    .hasMessageContaining("kafka.topics.partitions is 5, but hw.events has 4");
        }
    }
}

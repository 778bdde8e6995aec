package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.config.Size;
import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogProducerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void completesWhenTheLastRecordIsAcknowledgedAndNamesThoseKafkaRefused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
            KafkaClients clients = clients(broker.bootstrapServers(), 3);
            new TopicSetup(vertx, clients).ensure().await(20, TimeUnit.SECONDS);
            LogProducer producer = new LogProducer(vertx, clients, "test");
            awaitTaking(producer);
            byte[] tooLarge = new byte[Topics.MAX_RECORD + 1];
            List<Refused> refused = producer.append(Records.of(List.of(record("a"), record(tooLarge), record("b"))))
                    .await(10, TimeUnit.SECONDS);
            assertThat(refused).extracting(Refused::index).containsExactly(1);
            assertThat(producer.problem()).isEmpty();
            producer.close(1_000).await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void failsInTimeWhileKafkaIsAwayAndGoesOnWhenItIsBack() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(data);
        int port = broker.port();
        KafkaClients clients = clients(broker.bootstrapServers(), 3);
        new TopicSetup(vertx, clients).ensure().await(20, TimeUnit.SECONDS);
        LogProducer producer = new LogProducer(vertx, clients, "test");
        awaitTaking(producer);
        broker.close();

        long started = System.nanoTime();
        List<Future<List<Refused>>> meanwhile = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            meanwhile.add(append(producer, "meanwhile " + i));
        }
        for (Future<List<Refused>> one : meanwhile) {
            assertThatThrownBy(() -> one.await(10, TimeUnit.SECONDS)).isInstanceOf(LogUnavailable.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
        assertThat(producer.problem()).isPresent();

        try (EmbeddedBroker back = EmbeddedBroker.start(BrokerOptions.in(data).on(port))) {
            assertThat(back.port()).isEqualTo(port);
            awaitTaking(producer);
            assertThat(producer.problem()).isEmpty();
            producer.close(1_000).await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesToGoOnWhereTheTopicHasAnotherNumberOfPartitions() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
            TopicFacts facts = new TopicSetup(vertx, clients(broker.bootstrapServers(), 3))
                    .ensure()
                    .await(20, TimeUnit.SECONDS);
            assertThat(facts.durability()).isEqualTo("kafka-unreplicated");
            Future<TopicFacts> other = new TopicSetup(vertx, clients(broker.bootstrapServers(), 4)).ensure();
            assertThatThrownBy(() -> other.await(20, TimeUnit.SECONDS))
                    .hasMessageContaining("kafka.topics.partitions is 4")
                    .hasMessageContaining("3 partitions");
        }
    }

    /** Until the producer has learned where the topic is, and the broker has come up to speed. */
    private static void awaitTaking(LogProducer producer) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(append(producer, "one").await(5, TimeUnit.SECONDS))
                        .isEmpty());
    }

    private static Future<List<Refused>> append(LogProducer producer, String value) {
        return producer.append(Records.of(List.of(record(value))));
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return record(value.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] value) {
        return new ProducerRecord<>(Topics.EVENTS, 0, null, value);
    }

    private static KafkaClients clients(String bootstrapServers, int partitions) {
        Duration day = Duration.ofDays(1);
        return new KafkaClients(new KafkaConfig(
                bootstrapServers,
                Duration.ofMillis(1_500),
                Duration.ofMillis(100),
                Size.parse("16MiB"),
                1_024,
                Map.of(),
                new TopicsConfig(partitions, 1, 1, new TopicsConfig.Retention(day, day, day, day, day))));
    }
}

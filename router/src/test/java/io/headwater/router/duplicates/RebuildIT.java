package io.headwater.router.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogReaders;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
import io.headwater.router.RouterConfig;
import io.headwater.router.TestRouter;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window as shipped, full: ten minutes of 5,000 events a second. What is stated of it in the rationale is printed here. */
class RebuildIT {
    private static final int EVENTS = 3_000_000;
    private static final int PARTITIONS = 12;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aFullWindowIsRememberedAgainWithinSecondsAndInABoundedHeap() {
        Vertx vertx = Vertx.vertx();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            RouterConfig config = TestRouter.config(Map.of(
                    "HEADWATER_KAFKA_BOOTSTRAP_SERVERS",
                    broker.bootstrapServers(),
                    "HEADWATER_KAFKA_TOPICS_PARTITIONS",
                    Integer.toString(PARTITIONS)));
            KafkaClients clients = new KafkaClients(config.kafka());
            new TopicSetup(vertx, clients, List.of(Topics.index(config.kafka().topics())))
                    .ensure()
                    .await();
            writeIndex(broker.bootstrapServers());
            LogReaders readers = new LogReaders(vertx, clients);

            long started = System.nanoTime();
            List<Generation> windows = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Instant from = Instant.now().minus(config.duplicates().window());
                Rebuild rebuild =
                        new Rebuild(partition, EVENTS, from, config.duplicates().maxEvents());
                windows.add(readers.read("rebuild-it", rebuild::read).await());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            readers.close().await();

            long bytes = windows.stream().mapToLong(Generation::bytes).sum();
            System.out.printf(
                    "a window of %,d events: %,d ms to rebuild from hw.index, %,d MiB of heap, %.0f bytes an event%n",
                    EVENTS, took.toMillis(), bytes >> 20, bytes / (double) EVENTS);
            assertThat(windows).extracting(Generation::size).containsOnly(EVENTS / PARTITIONS);
            assertThat(bytes / (double) EVENTS).isLessThan(40);
            assertThat(took).isLessThan(LONGEST);
        } finally {
            vertx.close().await();
        }
    }

    private static void writeIndex(String servers) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                servers,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class,
                "batch.size",
                1 << 20));
        Random random = new Random(1);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                IndexRecords.Draft draft = new IndexRecords.Draft(partition);
                for (int i = 0; i < EVENTS / PARTITIONS; i++) {
                    draft.add(new Fingerprint(random.nextLong(), random.nextLong()), i);
                    if (draft.count() == IndexRecords.MOST) {
                        written.add(producer.send(draft.record()));
                        draft = new IndexRecords.Draft(partition);
                    }
                }
                assertThat(draft.count()).isZero();
            }
        }
        assertThat(written).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ZERO));
    }
}

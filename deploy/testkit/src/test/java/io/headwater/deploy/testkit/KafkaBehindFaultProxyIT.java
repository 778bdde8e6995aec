package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Kafka is put behind a proxy: the proxy first, then a broker that advertises it, then the proxy's target. */
class KafkaBehindFaultProxyIT {
    private static final String TOPIC = "hw.dead";

    @TempDir
    Path data;

    private FaultProxy proxy;
    private EmbeddedBroker broker;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        proxy = FaultProxy.start();
        broker = EmbeddedBroker.start(BrokerOptions.in(data).advertising(proxy.port()));
        proxy.forwardTo(broker.port());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", proxy.address()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        // One request in flight and no idempotence, so that each send is on its own.
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "delivery.timeout.ms", 1_000,
                "request.timeout.ms", 500,
                "max.block.ms", 1_000,
                "enable.idempotence", false,
                "reconnect.backoff.max.ms", 100);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        proxy.pass();
        producer.close();
        broker.close();
        proxy.close();
    }

    @Test
    void clientsStayBehindTheProxyWhenTheyWereGivenTheBrokersOwnAddress() throws Exception {
        send("a");
        assertThat(proxy.connections()).isPositive();

        proxy.refuse();
        assertThatThrownBy(() -> send("refused"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RetriableException.class);

        proxy.pass();
        sendUntilItArrives("b");
        assertThat(ids()).startsWith("a").contains("b").doesNotContain("refused");
    }

    @Test
    void aBlackHoleTimesOutAndTheBrokerIsWellAfterwards() throws Exception {
        send("a");
        proxy.blackHole();
        assertThatThrownBy(() -> send("swallowed"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RetriableException.class);

        proxy.pass();
        sendUntilItArrives("b");
        assertThat(ids()).contains("a", "b");
    }

    @Test
    void deadLettersAreReadWithIdAndHash() throws Exception {
        send("x");
        send("y");

        assertThat(DeadLetters.read(broker.bootstrapServers()))
                .extracting(DeadLetters.DeadLetter::receipt)
                .containsExactly(
                        new Receipt("x", Sha256.of("data of x".getBytes(StandardCharsets.UTF_8))),
                        new Receipt("y", Sha256.of("data of y".getBytes(StandardCharsets.UTF_8))));
        assertThat(DeadLetters.read(broker.bootstrapServers(), "no.such.topic")).isEmpty();
    }

    private void send(String id) throws Exception {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(TOPIC, ("data of " + id).getBytes(StandardCharsets.UTF_8));
        letter.headers().add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        producer.send(letter).get();
    }

    private void sendUntilItArrives(String id) {
        org.awaitility.Awaitility.await().ignoreExceptions().until(() -> {
            send(id);
            return true;
        });
    }

    private List<String> ids() {
        return DeadLetters.read(broker.bootstrapServers()).stream()
                .map(DeadLetters.DeadLetter::id)
                .toList();
    }
}

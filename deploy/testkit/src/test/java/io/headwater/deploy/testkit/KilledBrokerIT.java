package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.BrokerStartException;
import io.headwater.deploy.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own, killed and started again by another. */
class KilledBrokerIT {
    private static final String TOPIC = "kept";

    @TempDir
    Path folder;

    static final class Broker {
        private Broker() {}

        public static void main(String[] args) {
            System.out.println(
                    "broker on " + EmbeddedBroker.start(Path.of(args[0])).port());
        }
    }

    @Test
    void isUsableAgainWithinTenSecondsOnTheSameFolderAndPort() throws Exception {
        Path data = folder.resolve("kafka");
        int port;
        try (ChildProcess child =
                ChildProcess.start(JavaCommand.of(Broker.class, data.toString()), folder.resolve("output"))) {
            port = Integer.parseInt(
                    child.awaitLine("broker on (\\d+)", Duration.ofSeconds(60)).group(1));
            createTopic(port);
            send(port);
            assertThatThrownBy(() -> EmbeddedBroker.start(data))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(data.toString());
            child.kill9();
        }

        long killed = System.nanoTime();
        try (EmbeddedBroker again = EmbeddedBroker.start(BrokerOptions.in(data).on(port))) {
            send(port);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(10));
            assertThat(DeadLetters.read(again.bootstrapServers(), TOPIC)).hasSize(2);
        }
    }

    private static void createTopic(int port) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(int port) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + port, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, new byte[] {1})).get(30, TimeUnit.SECONDS);
        }
    }
}

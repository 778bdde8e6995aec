package io.headwater.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String TOPIC = "notes";

    @TempDir
    Path data;

    @Test
    void keepsItsRecordsAndItsPortOverARestart() throws Exception {
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
            port = broker.port();
            createTopic(broker);
            send(broker, "kept".getBytes(StandardCharsets.UTF_8));
            assertThat(records(broker)).containsExactly("kept");
        }
        try (EmbeddedBroker again = EmbeddedBroker.start(BrokerOptions.in(data).on(port))) {
            assertThat(again.port()).isEqualTo(port);
            assertThat(records(again)).containsExactly("kept");
        }
    }

    @Test
    void takesRecordsOfTwoMebibytes() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
            createTopic(broker);
            send(broker, new byte[2 * 1024 * 1024]);
            assertThat(records(broker)).hasSize(1);
        }
    }

    @Test
    void makesNoTopicUnasked() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
            assertThatThrownBy(() -> send(broker, new byte[1])).isInstanceOf(ExecutionException.class);

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).doesNotContain(TOPIC);
            }
        }
    }

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.in(data).on(taken.getLocalPort())))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void namesTheFolderThatIsInUse() {
        EmbeddedBroker first = EmbeddedBroker.start(data);
        try (first) {
            assertThatThrownBy(() -> EmbeddedBroker.start(data))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesAFolderThatIsSomethingElses() throws Exception {
        Files.createDirectory(data.resolve("photos"));

        assertThatThrownBy(() -> EmbeddedBroker.start(data))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("photos");
    }

    @Test
    void startsOnAFolderThatWasLeftHalfFormatted() throws Exception {
        DataFolder.open(data, BrokerSettings.place(BrokerOptions.in(data), 1)).close();
        Files.delete(data.resolve("meta.properties"));

        try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
            createTopic(broker);
            send(broker, "whole".getBytes(StandardCharsets.UTF_8));
            assertThat(records(broker)).containsExactly("whole");
        }
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void send(EmbeddedBroker broker, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "acks",
                "all",
                "max.request.size",
                3 * 1024 * 1024,
                "max.block.ms",
                5_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> records(EmbeddedBroker broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "reader");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            return consumer.poll(Duration.ofSeconds(10)).records(only).stream()
                    .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }
}

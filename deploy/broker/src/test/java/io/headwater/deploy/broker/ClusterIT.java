package io.headwater.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers that are one cluster; in this test they share a process. */
class ClusterIT {
    @TempDir
    Path folder;

    @Test
    void keepsThreeCopiesAndGoesOnWithoutOneNode() throws Exception {
        Map<Integer, Integer> controllers = freePorts();
        String cluster = Uuid.randomUuid().toString();
        List<CompletableFuture<EmbeddedBroker>> starting = controllers.keySet().stream()
                .map(node -> BrokerOptions.in(folder.resolve("node-" + node))
                        .at(new ClusterPlace(cluster, node, controllers)))
                .map(options -> CompletableFuture.supplyAsync(() -> EmbeddedBroker.start(options)))
                .toList();
        List<EmbeddedBroker> nodes =
                starting.stream().map(CompletableFuture::join).toList();
        String all = String.join(
                ",", nodes.stream().map(EmbeddedBroker::bootstrapServers).toList());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", all))) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(3), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            await("three copies in sync").atMost(Duration.ofSeconds(30)).until(() -> copies(admin) == 3);

            nodes.get(0).close();
            send(all);
            assertThat(copies(admin)).isEqualTo(2);
        } finally {
            List<CompletableFuture<Void>> closing = nodes.stream()
                    .skip(1)
                    .map(node -> CompletableFuture.runAsync(node::close))
                    .toList();
            closing.forEach(CompletableFuture::join);
        }
    }

    private static int copies(Admin admin) throws Exception {
        return admin
                .describeTopics(List.of("kept"))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .get("kept")
                .partitions()
                .stream()
                .mapToInt(partition -> partition.isr().size())
                .min()
                .orElse(0);
    }

    private static void send(String bootstrapServers) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("kept", new byte[] {1})).get(30, TimeUnit.SECONDS);
        }
    }

    /** Held together, so that they differ. */
    private static Map<Integer, Integer> freePorts() throws Exception {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sockets.add(new ServerSocket(0));
        }
        Map<Integer, Integer> ports = new HashMap<>();
        Stream.of(0, 1, 2).forEach(i -> ports.put(i + 1, sockets.get(i).getLocalPort()));
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }
}

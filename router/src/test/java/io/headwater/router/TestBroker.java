package io.headwater.router;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.event.LoggedEvent;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real broker with the topics of a region, the same for all tests of a run; each test uses a tenant of its own. */
public final class TestBroker implements AutoCloseable {
    static final int PARTITIONS = 4;

    private final EmbeddedBroker broker;
    private final Producing producing;
    private final Admin admin;

    /** Hands the broker to tests that ask for it. */
    public static final class Given implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == TestBroker.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            TestBroker broker = test.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(TestBroker.class, each -> new TestBroker(), TestBroker.class);
            broker.forgetWhatIsParked();
            return broker;
        }
    }

    private TestBroker() {
        try {
            broker = EmbeddedBroker.start(Files.createTempDirectory("router-it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Vertx vertx = Vertx.vertx();
        RouterConfig config = TestRouter.config(Map.of("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", servers()));
        new TopicSetup(vertx, new KafkaClients(config.kafka())).ensure().await();
        vertx.close().await();
        producing = new Producing(servers());
        admin = Admin.create(Map.of("bootstrap.servers", servers()));
    }

    /** One that no other test sees, for what would be in their way. */
    public static TestBroker ofItsOwn() {
        return new TestBroker();
    }

    public String servers() {
        return broker.bootstrapServers();
    }

    public void append(List<LoggedEvent> events) {
        producing.append(events);
    }

    public void appendRecords(List<ProducerRecord<byte[], byte[]>> records) {
        producing.appendRecords(records);
    }

    /** The offsets after the last record of each partition that has any. */
    public Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        int partitions = get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(asked).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        ends.values().removeIf(end -> end == 0);
        return ends;
    }

    /** The records of a topic's first partition from this offset on. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, long from) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** How many events were ever parked for a destination. */
    public long parked(String tenant, String destination) {
        return ends(Topics.backlog(tenant, destination)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The committed offsets of a group. */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, commit) -> committed.put(partition, commit.offset()));
        return committed;
    }

    /** Whoever was in the group is out, as if its session had run out. */
    public void expel(String group) {
        try {
            get(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all());
        } catch (AssertionError e) {
            boolean nobodyThere = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                    .anyMatch(cause ->
                            cause instanceof GroupIdNotFoundException || cause instanceof UnknownMemberIdException);
            if (!nobodyThere) {
                throw e;
            }
        }
    }

    /** A router drains the backlogs of destinations it does not know: those of the tests before are none of its business. */
    private void forgetWhatIsParked() {
        Set<String> topics = get(admin.listTopics().names());
        get(admin.deleteTopics(topics.stream()
                        .filter(each -> each.startsWith(Topics.BACKLOG))
                        .toList())
                .all());
        Map<TopicPartition, RecordsToDelete> delayed = new HashMap<>();
        topics.stream()
                .filter(each -> each.startsWith(Topics.RETRY))
                .forEach(each -> ends(each)
                        .forEach((partition, end) -> delayed.put(partition, RecordsToDelete.beforeOffset(end))));
        get(admin.deleteRecords(delayed).all());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the broker does not answer", e);
        }
    }

    @Override
    public void close() {
        admin.close();
        producing.close();
        broker.close();
    }
}

package io.headwater.deploy.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** Makes the topic the bare limits write to, laid out as {@code hw.events} is, and counts what is in topics. */
final class BenchTopic {
    private BenchTopic() {}

    /** How many records were ever written to a topic. */
    static long records(String bootstrapServers, String name) throws IOException {
        return ask(bootstrapServers, "the end of the topic " + name + " could not be asked for", admin -> {
            TopicDescription topic =
                    admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
            if (topic == null) {
                throw new IOException("there is no topic " + name);
            }
            Map<TopicPartition, OffsetSpec> ends = topic.partitions().stream()
                    .collect(Collectors.toMap(
                            each -> new TopicPartition(name, each.partition()), each -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        });
    }

    static void create(String bootstrapServers, String name, int partitions) throws IOException {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of("message.timestamp.type", "LogAppendTime"));
        ask(
                bootstrapServers,
                "the topic " + name + " could not be created",
                admin -> admin.createTopics(List.of(topic)).all().get());
    }

    /** Something asked of Kafka, and waited for. */
    private interface Question<T> {
        T ask(Admin admin) throws IOException, ExecutionException, InterruptedException;
    }

    private static <T> T ask(String bootstrapServers, String failed, Question<T> question) throws IOException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return question.ask(admin);
        } catch (ExecutionException e) {
            throw new IOException(failed, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

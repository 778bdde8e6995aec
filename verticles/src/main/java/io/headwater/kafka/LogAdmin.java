package io.headwater.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.MemberDescription;
import io.vertx.kafka.admin.OffsetSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka what topics there are, how far they go, and how far groups have come. Making it may look names up. */
public final class LogAdmin {
    private final KafkaAdminClient admin;

    public LogAdmin(Vertx vertx, KafkaClients clients, String name) {
        this.admin = KafkaAdminClient.create(vertx, clients.admin(name));
    }

    /** The names of all topics. */
    public Future<Set<String>> topics() {
        return admin.listTopics();
    }

    /** A group's committed offsets with their metadata; a partition never committed is missing from the map. */
    public Future<Map<TopicPartition, OffsetAndMetadata>> committed(String group) {
        return admin.listConsumerGroupOffsets(group).map(offsets -> {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
            offsets.forEach((partition, offset) ->
                    committed.put(theirs(partition), new OffsetAndMetadata(offset.getOffset(), offset.getMetadata())));
            return committed;
        });
    }

    /** The client ids of those who are in the group now. */
    public Future<Set<String>> members(String group) {
        return admin.describeConsumerGroups(List.of(group))
                .map(described -> described.values().stream()
                        .flatMap(each -> each.getMembers().stream())
                        .map(MemberDescription::getClientId)
                        .collect(Collectors.toSet()));
    }

    /** The offset of the first record of each partition. */
    public Future<Map<TopicPartition, Long>> firsts(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.EARLIEST);
    }

    /** The offset after the last record of each partition. */
    public Future<Map<TopicPartition, Long>> ends(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.LATEST);
    }

    private Future<Map<TopicPartition, Long>> offsets(Set<TopicPartition> partitions, OffsetSpec which) {
        Map<io.vertx.kafka.client.common.TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(each ->
                asked.put(new io.vertx.kafka.client.common.TopicPartition(each.topic(), each.partition()), which));
        return admin.listOffsets(asked).map(answered -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            answered.forEach((partition, info) -> offsets.put(theirs(partition), info.getOffset()));
            return offsets;
        });
    }

    private static TopicPartition theirs(io.vertx.kafka.client.common.TopicPartition partition) {
        return new TopicPartition(partition.getTopic(), partition.getPartition());
    }

    public Future<Void> close() {
        return admin.close();
    }
}

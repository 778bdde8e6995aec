package io.headwater.deploy.pipeline;

import io.headwater.deploy.testkit.DeadLetters;
import io.headwater.deploy.testkit.DeadLetters.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** Kafka as an operator looks at it, beside all of Headwater's own code. */
public final class Log implements AutoCloseable {
    public static final int PARTITIONS = 12;

    private static final String EVENTS = "hw.events";
    private static final String GROUP = "headwater-router";
    private static final List<TopicPartition> ALL = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(EVENTS, partition))
            .toList();

    private final String bootstrapServers;
    private final Admin admin;

    public Log(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** How many events stand in the log that the router has not committed as settled. */
    public long unsettled() {
        return behind(GROUP, ALL);
    }

    /** How many events no router has committed as settled: in the log, in these destinations' backlogs, in the delay topics. */
    public long unsettled(List<String> destinations) {
        return unsettled()
                + destinations.stream()
                        .mapToLong(name -> behind(GROUP + ".backlog", partitions("hw.backlog.acme." + name)))
                        .sum()
                + behind(GROUP + ".retry", partitions("hw.retry."));
    }

    private long behind(String group, List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return ends(partitions).entrySet().stream()
                .mapToLong(end -> end.getValue().offset() - offset(committed.get(end.getKey())))
                .sum();
    }

    /** All partitions of the topics whose names begin so. */
    private List<TopicPartition> partitions(String prefix) {
        List<String> topics = get(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(prefix))
                .toList();
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** How many events are parked, or wait for their time, beside the log. */
    public long parked() {
        List<TopicPartition> beside = new ArrayList<>(partitions("hw.backlog."));
        beside.addAll(partitions("hw.retry."));
        return ends(beside).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /** Where the router's next start would begin, by partition. */
    public Map<Integer, Long> committed() {
        Map<Integer, Long> offsets = new TreeMap<>();
        get(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata())
                .forEach((partition, commit) -> {
                    if (partition.topic().equals(EVENTS)) {
                        offsets.put(partition.partition(), offset(commit));
                    }
                });
        return offsets;
    }

    /** How many events stand in the log. */
    public long events() {
        return ends(ALL).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    public List<DeadLetter> deadLetters() {
        return DeadLetters.read(bootstrapServers);
    }

    /** The numbers of each line as they stand in the log, in its order. */
    public Map<String, List<Long>> lines() {
        Map<String, List<Long>> lines = new TreeMap<>();
        for (DeadLetter event : DeadLetters.read(bootstrapServers, EVENTS)) {
            lines.computeIfAbsent(event.headers().getOrDefault("ce_edge", ""), line -> new ArrayList<>())
                    .add(Long.valueOf(event.headers().getOrDefault("ce_seq", "-1")));
        }
        return lines;
    }

    /** A partition key whose events stand in this partition. */
    public static String keyIn(int partition) {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> "key-" + n)
                .filter(key -> Utils.toPositive(Utils.murmur2(Utils.utf8(key))) % PARTITIONS == partition)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        admin.close();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return get(admin.listOffsets(latest).all());
    }

    private static long offset(OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}

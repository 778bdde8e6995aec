package io.headwater.kafka;

import static io.headwater.config.Checks.check;

import io.headwater.config.Size;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the region's Kafka cluster is reached ({@code kafka} in the configuration).
 *
 * @param bootstrapServers {@code host:port,…}; empty means the embedded broker, or localhost:9092 where there is none
 * @param ackWithin how long Kafka may take to acknowledge a record before the attempt fails
 * @param blockFor how long handing a record over may wait for metadata or buffer space
 * @param bufferMemory bytes of records that may wait for acknowledgement in one producer
 * @param senderQueue requests that may wait for the sender thread
 * @param properties passed to every Kafka client as they are ({@code security.protocol}, {@code sasl.…}, {@code ssl.…})
 */
public record KafkaConfig(
        String bootstrapServers,
        Duration ackWithin,
        Duration blockFor,
        Size bufferMemory,
        int senderQueue,
        Map<String, String> properties,
        TopicsConfig topics) {
    private static final List<String> PROMISES = List.of(
            "acks", "enable.idempotence", "enable.auto.commit", "auto.offset.reset", "group.id", "delivery.timeout.ms");

    public KafkaConfig {
        check(ackWithin.toMillis() >= 100, "kafka.ackWithin", "must be at least 100ms", ackWithin);
        check(blockFor.toMillis() >= 1, "kafka.blockFor", "must be at least 1ms", blockFor);
        check(bufferMemory.bytes() >= 8 << 20, "kafka.bufferMemory", "must be at least 8MiB", bufferMemory);
        check(senderQueue >= 1, "kafka.senderQueue", "must be at least 1", senderQueue);
        properties = Map.copyOf(properties);
        for (String kept : PROMISES) {
            check(
                    !properties.containsKey(kept),
                    "kafka.properties." + kept,
                    "must not be set, since what is promised rests on it",
                    properties.getOrDefault(kept, ""));
        }
    }

    /**
     * The same configuration for another region's cluster.
     *
     * @param more properties laid over these
     * @param partitions of its {@code hw.events}; 0 for as many as here
     */
    public KafkaConfig of(String servers, Map<String, String> more, int partitions) {
        Map<String, String> together = new HashMap<>(properties);
        together.putAll(more);
        TopicsConfig there = partitions == 0 ? topics : topics.withPartitions(partitions);
        return new KafkaConfig(servers, ackWithin, blockFor, bufferMemory, senderQueue, together, there);
    }

    /** The same configuration for the broker at {@code bootstrapServers}. */
    public KafkaConfig at(String servers) {
        return new KafkaConfig(servers, ackWithin, blockFor, bufferMemory, senderQueue, properties, topics);
    }
}

package io.headwater.deploy.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the dead letters of a region with a plain consumer, from the first to the last there is. */
public final class DeadLetters {
    private static final String TOPIC = "hw.dead";
    private static final Duration POLL = Duration.ofMillis(200);

    private DeadLetters() {}

    /**
     * One dead letter.
     *
     * @param headers of the record, as text; the last one where a name is repeated
     */
    public record DeadLetter(String id, String sha256, Map<String, String> headers) {
        public DeadLetter {
            headers = Map.copyOf(headers);
        }

        public Receipt receipt() {
            return new Receipt(id, sha256);
        }
    }

    /** All of them; none where the topic does not exist. */
    public static List<DeadLetter> read(String bootstrapServers) {
        return read(bootstrapServers, TOPIC);
    }

    /** The same from any topic of CloudEvents records. */
    public static List<DeadLetter> read(String bootstrapServers, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "allow.auto.create.topics", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer.listTopics().getOrDefault(topic, List.of()));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<DeadLetter> letters = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each -> letters.add(letter(each)));
            }
            return letters;
        }
    }

    private static List<TopicPartition> partitions(List<PartitionInfo> infos) {
        return infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> each) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : each.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return new DeadLetter(headers.getOrDefault("ce_id", ""), Sha256.of(each.value()), headers);
    }
}

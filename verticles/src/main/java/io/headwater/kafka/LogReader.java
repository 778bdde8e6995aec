package io.headwater.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Reads stretches of the log, as nobody's member. Blocks, and belongs to one thread. */
public final class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<byte[], byte[]> consumer;

    LogReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** All partitions of a topic; none where it does not stand. */
    public List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
    }

    /** The offset of the first record of each partition. */
    public Map<TopicPartition, Long> firsts(List<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions);
    }

    /** The offset after the last record of each partition. */
    public Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    /** The offset of the first record of each partition that was appended at this moment or later; else its end. */
    public Map<TopicPartition, Long> at(List<TopicPartition> partitions, Instant moment) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, Math.max(0, moment.toEpochMilli())));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends(partitions));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        partitions.forEach(
                each -> Optional.ofNullable(found.get(each)).ifPresent(first -> offsets.put(each, first.offset())));
        return offsets;
    }

    /**
     * Reads the records from offset {@code from} to before {@code to}; those that are gone are passed over. Fails with
     * {@link LogUnavailable} where Kafka says nothing for ten seconds.
     */
    public void read(
            TopicPartition partition,
            long from,
            long to,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        read(List.of(new Stretch(partition, from, to)), each);
    }

    /** Some records of a partition: from offset {@code from} to before {@code to}. */
    public record Stretch(TopicPartition partition, long from, long to) {}

    /** Reads several partitions at once, each of its stretches in its order. */
    public void read(List<Stretch> stretches, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Stretch> left = new HashMap<>();
        stretches.stream()
                .filter(stretch -> stretch.from() < stretch.to())
                .forEach(stretch -> left.put(stretch.partition(), stretch));
        if (left.isEmpty()) {
            return;
        }
        consumer.assign(left.keySet());
        consumer.resume(left.keySet()); // a partition read before is held up since then
        left.forEach((partition, stretch) -> consumer.seek(partition, stretch.from()));
        Map<TopicPartition, Long> positions = new HashMap<>();
        long movedAt = System.nanoTime();
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Stretch stretch = left.get(new TopicPartition(record.topic(), record.partition()));
                if (stretch != null && record.offset() < stretch.to()) {
                    each.accept(record);
                }
            }
            boolean moved = false;
            for (TopicPartition partition : left.keySet()) {
                Long now = consumer.position(partition);
                moved |= !now.equals(positions.put(partition, now));
            }
            movedAt = moved ? System.nanoTime() : movedAt;
            if (left.values().removeIf(stretch -> positions.getOrDefault(stretch.partition(), 0L) >= stretch.to())) {
                consumer.pause(consumer.assignment().stream()
                        .filter(partition -> !left.containsKey(partition))
                        .toList());
            }
            if (!left.isEmpty() && System.nanoTime() - movedAt > STILL_NANOS) {
                throw new LogUnavailable("Kafka gives no records of " + left.keySet());
            }
        }
    }
}

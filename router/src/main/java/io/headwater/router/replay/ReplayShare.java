package io.headwater.router.replay;

import io.headwater.router.control.ReplayOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * The partitions of a replay that this router has: where each begins, how many events of it were copied, and which are at
 * the end. On one thread.
 */
final class ReplayShare implements ConsumerRebalanceListener {
    private final ReplayOrder order;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> copied = new HashMap<>();
    private final Set<TopicPartition> ended = new HashSet<>();
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

    ReplayShare(ReplayOrder order, Consumer<byte[], byte[]> consumer) {
        this.order = order;
        this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition each : partitions) {
            Optional<OffsetAndMetadata> commit = Optional.ofNullable(commits.get(each));
            ReplayOrder.Range range = range(each);
            copied.put(each, commit.map(ReplayProgress::copied).orElse(0L));
            consumer.seek(each, commit.map(OffsetAndMetadata::offset).orElse(range.start()));
        }
        advance();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(copied::remove);
        partitions.forEach(uncommitted::remove);
        ended.removeAll(partitions);
    }

    /** How many there are. */
    int partitions() {
        return copied.size();
    }

    /** Whether a record lies in the range. */
    boolean holds(ConsumerRecord<byte[], byte[]> record) {
        ReplayOrder.Range range = range(new TopicPartition(record.topic(), record.partition()));
        return record.offset() >= range.start() && record.offset() < range.end();
    }

    void copied(TopicPartition partition, int events) {
        copied.merge(partition, (long) events, Long::sum);
    }

    /** Takes what was polled for done: it may be committed, and partitions at their end are read no further. */
    void advance() {
        for (TopicPartition each : List.copyOf(copied.keySet())) {
            ReplayOrder.Range range = range(each);
            long next = Math.min(consumer.position(each), range.end());
            if (!ended.contains(each) && range.size() > 0) {
                uncommitted.put(each, ReplayProgress.commit(next, copied.getOrDefault(each, 0L)));
            }
            if (next >= range.end() && ended.add(each)) {
                consumer.pause(Set.of(each));
            }
        }
    }

    void commit() {
        if (uncommitted.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(uncommitted));
            uncommitted.clear();
        } catch (RebalanceInProgressException e) {
            return; // is made again after the next poll, in which the rebalance ends
        }
    }

    /** Whether there is nothing more to read here. */
    boolean isAtEnd() {
        return ended.containsAll(copied.keySet()) && uncommitted.isEmpty();
    }

    private ReplayOrder.Range range(TopicPartition partition) {
        return order.ranges().getOrDefault(partition.partition(), new ReplayOrder.Range(0, 0));
    }
}

package io.headwater.router.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells a router that settles nothing of what there is from one that has nothing to do: a partition is stalled when it has
 * had events to settle, and has settled none, for as long as that is allowed, while it was this router's all the time. A
 * destination that is down stalls nothing, since its events are parked. Lives on the consumer's context.
 */
final class Stall {
    private volatile long allowedNanos;
    private final Map<TopicPartition, Mark> marks = new HashMap<>();
    private volatile Set<TopicPartition> stalled = Set.of();

    /** What was settled below, and since when that has not moved though there was more. */
    private record Mark(long safe, long since) {}

    Stall(Duration allowed) {
        allow(allowed);
    }

    /** So long may nothing be settled from now on. */
    void allow(Duration allowed) {
        allowedNanos = allowed.toNanos();
    }

    /**
     * Looks again.
     *
     * @param safe of each partition that is this router's, the lowest offset that is not settled
     * @param ends of each of them, the offset after the last record
     */
    void look(Map<TopicPartition, Long> safe, Map<TopicPartition, Long> ends, long now) {
        marks.keySet().retainAll(safe.keySet());
        Set<TopicPartition> still = new TreeSet<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        safe.forEach((partition, settled) -> {
            Mark mark = marks.get(partition);
            boolean idle = ends.getOrDefault(partition, 0L) <= settled;
            if (mark == null || idle || mark.safe() != settled) {
                marks.put(partition, new Mark(settled, now));
            } else if (now - mark.since() >= allowedNanos) {
                still.add(partition);
            }
        });
        stalled = still;
    }

    /** Kafka does not say: nothing is known, and nobody is to blame for it. */
    void forget() {
        marks.clear();
        stalled = Set.of();
    }

    /** What is wrong; may be asked by any thread. */
    Optional<String> problem() {
        Set<TopicPartition> now = stalled;
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of("nothing of partitions "
                        + now.stream().map(TopicPartition::partition).toList()
                        + " was settled for " + Duration.ofNanos(allowedNanos).toSeconds()
                        + " s, though there are events (consume.stalledAfter)");
    }
}

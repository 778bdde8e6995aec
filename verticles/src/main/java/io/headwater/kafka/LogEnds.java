package io.headwater.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Asks how far {@code hw.events} and {@code hw.ledger} go, and how far a group has come. Making it may look names up. */
public final class LogEnds {
    private static final TopicPartition REPORTS = new TopicPartition(Topics.LEDGER, 0);

    private final LogAdmin admin;

    public LogEnds(Vertx vertx, KafkaClients clients, String name) {
        this.admin = new LogAdmin(vertx, clients, name);
    }

    /** The offset after the last event, by partition. */
    public Future<Map<Integer, Long>> ends(Set<Integer> partitions) {
        return admin.ends(partitions.stream()
                        .map(each -> new TopicPartition(Topics.EVENTS, each))
                        .collect(Collectors.toSet()))
                .map(LogEnds::byNumber);
    }

    /** The offset below which the group is done with all events, by partition. */
    public Future<Map<Integer, Long>> committed(String group) {
        return admin.committed(group).map(commits -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            commits.forEach((partition, commit) -> offsets.put(partition, commit.offset()));
            return byNumber(offsets);
        });
    }

    /** The offset after the last report. */
    public Future<Long> reportsEnd() {
        return admin.ends(Set.of(REPORTS)).map(ends -> ends.getOrDefault(REPORTS, 0L));
    }

    private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (partition.topic().equals(Topics.EVENTS)) {
                byNumber.put(partition.partition(), offset);
            }
        });
        return byNumber;
    }

    public Future<Void> close() {
        return admin.close();
    }
}

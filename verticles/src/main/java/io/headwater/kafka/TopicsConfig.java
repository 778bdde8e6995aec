package io.headwater.kafka;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How topics are created where they are missing ({@code kafka.topics} in the configuration).
 *
 * @param partitions of each topic that all events pass; checked against what stands there
 * @param backlogPartitions of each backlog and each delay topic
 * @param replication copies of each partition
 */
public record TopicsConfig(int partitions, int backlogPartitions, int replication, Retention retention) {
    public TopicsConfig {
        check(partitions >= 1 && partitions <= 10_000, "kafka.topics.partitions", "must be 1 to 10000", partitions);
        check(
                backlogPartitions >= 1 && backlogPartitions <= 1_000,
                "kafka.topics.backlogPartitions",
                "must be 1 to 1000",
                backlogPartitions);
        check(replication >= 1 && replication <= 9, "kafka.topics.replication", "must be 1 to 9", replication);
    }

    /** The same with another number of partitions of each topic that all events pass. */
    public TopicsConfig withPartitions(int other) {
        return new TopicsConfig(other, backlogPartitions, replication, retention);
    }

    /**
     * How long records stay in each topic.
     *
     * @param backlog in backlogs and delay topics
     */
    public record Retention(Duration events, Duration rejected, Duration backlog, Duration dead, Duration ledger) {
        public Retention {
            positive("events", events);
            positive("rejected", rejected);
            positive("backlog", backlog);
            positive("dead", dead);
            positive("ledger", ledger);
        }

        private static void positive(String topic, Duration retention) {
            check(retention.toMillis() > 0, "kafka.topics.retention." + topic, "must be positive", retention);
        }
    }
}

package io.headwater.kafka;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How topics are created where they are missing ({@code kafka.topics} in the configuration).
 *
 * @param partitions of each topic; checked against what stands there
 * @param replication copies of each partition
 */
public record TopicsConfig(int partitions, int replication, Retention retention) {
    public TopicsConfig {
        check(partitions >= 1 && partitions <= 10_000, "kafka.topics.partitions", "must be 1 to 10000", partitions);
        check(replication >= 1 && replication <= 9, "kafka.topics.replication", "must be 1 to 9", replication);
    }

    /** How long records stay in each topic. */
    public record Retention(Duration events, Duration rejected, Duration dead) {
        public Retention {
            positive("events", events);
            positive("rejected", rejected);
            positive("dead", dead);
        }

        private static void positive(String topic, Duration retention) {
            check(retention.toMillis() > 0, "kafka.topics.retention." + topic, "must be positive", retention);
        }
    }
}

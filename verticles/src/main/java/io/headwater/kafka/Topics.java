package io.headwater.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The topics of a region's Kafka cluster, in the event's order, and how each is laid out. */
public final class Topics {
    /** Every accepted event, until each of its destinations has settled it. */
    public static final String EVENTS = "hw.events";
    /** Events that were rejected alone, with the reason. */
    public static final String REJECTED = "hw.rejected";
    /** Events that a destination refused for good, with its response. */
    public static final String DEAD = "hw.dead";

    /** The largest record, in bytes, that any topic and producer of ours allows. */
    public static final int MAX_RECORD = 2 * 1024 * 1024;

    private Topics() {}

    /**
     * How a topic is to be created where it is missing.
     *
     * @param retention how long records stay
     */
    public record Layout(String name, int partitions, int replication, Duration retention) {

        /** Topic configuration as Kafka names it. */
        Map<String, String> settings() {
            return Map.of(
                    "retention.ms",
                    Long.toString(retention.toMillis()),
                    "message.timestamp.type",
                    "LogAppendTime",
                    "unclean.leader.election.enable",
                    "false",
                    "min.insync.replicas",
                    replication >= 3 ? "2" : "1",
                    "max.message.bytes",
                    Integer.toString(MAX_RECORD));
        }
    }

    /** The layouts of all topics as {@code config} wants them. */
    public static List<Layout> layouts(TopicsConfig config) {
        int partitions = config.partitions();
        int replication = config.replication();
        return List.of(
                new Layout(EVENTS, partitions, replication, config.retention().events()),
                new Layout(REJECTED, partitions, replication, config.retention().rejected()),
                new Layout(DEAD, partitions, replication, config.retention().dead()));
    }
}

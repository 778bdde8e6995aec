package io.headwater.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The topics of a region's Kafka cluster, in the event's order, and how each is laid out. */
public final class Topics {
    /** Every accepted event, until each of its destinations has settled it. */
    public static final String EVENTS = "hw.events";
    /** Events that were rejected alone, with the reason. */
    public static final String REJECTED = "hw.rejected";
    /** The beginning of every backlog's name. */
    public static final String BACKLOG = "hw.backlog.";
    /** The beginning of every delay topic's name. */
    public static final String RETRY = "hw.retry.";
    /** Events that a destination refused for good, with its response. */
    public static final String DEAD = "hw.dead";
    /** What is owed and what is settled, as forwarders and routers report it. */
    public static final String LEDGER = "hw.ledger";
    /** Where each event stands in the log, to recognise repeated ones and to find one by its id. */
    public static final String INDEX = "hw.index";
    /** What operators have ordered: the last record of each key. */
    public static final String CONTROL = "hw.control";

    /** The largest record, in bytes, that any topic and producer of ours allows. */
    public static final int MAX_RECORD = 2 * 1024 * 1024;

    private static final Pattern DELAY = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Topics() {}

    /** What a destination has fallen behind on: {@code hw.backlog.<tenant>.<destination>}. */
    public static String backlog(String tenant, String destination) {
        return BACKLOG + tenant + "." + destination;
    }

    /** What waits this long for its next attempt: {@code hw.retry.5s}, {@code hw.retry.1m}. */
    public static String retry(Duration delay) {
        long millis = delay.toMillis();
        if (millis % 3_600_000 == 0) {
            return RETRY + millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return RETRY + millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? RETRY + millis / 1_000 + "s" : RETRY + millis + "ms";
    }

    /** How long records wait in this topic; empty where it is no delay topic. */
    public static Optional<Duration> delay(String topic) {
        Matcher matcher = DELAY.matcher(topic.startsWith(RETRY) ? topic.substring(RETRY.length()) : "");
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "h" -> Duration.ofHours(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "s" -> Duration.ofSeconds(number);
                    default -> Duration.ofMillis(number);
                });
    }

    /**
     * How a topic is to be created where it is missing.
     *
     * @param cleanup how long records stay, or that the last of each key does, as Kafka names it
     */
    public record Layout(String name, int partitions, int replication, Map<String, String> cleanup) {

        /** Of a topic whose records stay for this long. */
        Layout(String name, int partitions, int replication, Duration retention) {
            this(name, partitions, replication, Map.of("retention.ms", Long.toString(retention.toMillis())));
        }

        /** Topic configuration as Kafka names it. */
        public Map<String, String> settings() {
            Map<String, String> settings = new HashMap<>(cleanup);
            settings.put("message.timestamp.type", "LogAppendTime");
            settings.put("unclean.leader.election.enable", "false");
            settings.put("min.insync.replicas", replication >= 3 ? "2" : "1");
            settings.put("max.message.bytes", Integer.toString(MAX_RECORD));
            return settings;
        }
    }

    /** The layouts of the topics every region has, as {@code config} wants them. */
    public static List<Layout> layouts(TopicsConfig config) {
        int partitions = config.partitions();
        int replication = config.replication();
        return List.of(
                new Layout(EVENTS, partitions, replication, config.retention().events()),
                new Layout(REJECTED, partitions, replication, config.retention().rejected()),
                new Layout(DEAD, partitions, replication, config.retention().dead()),
                ledger(config));
    }

    /** The layout of {@link #LEDGER}: one partition, so that a report never overtakes one that was written before it. */
    private static Layout ledger(TopicsConfig config) {
        long retention = config.retention().ledger().toMillis();
        return new Layout(
                LEDGER,
                1,
                config.replication(),
                Map.of("retention.ms", Long.toString(retention), "compression.type", "zstd"));
    }

    /** The layout of {@link #CONTROL}: one partition, so that everybody reads orders in the order they were given. */
    public static Layout control(TopicsConfig config) {
        return new Layout(CONTROL, 1, config.replication(), Map.of("cleanup.policy", "compact"));
    }

    /** The layout of {@link #INDEX}, which finds every event there is. */
    public static Layout index(TopicsConfig config) {
        long retention = config.retention().events().toMillis();
        return new Layout(
                INDEX,
                config.partitions(),
                config.replication(),
                Map.of("retention.ms", Long.toString(retention), "segment.ms", Long.toString(retention / 4)));
    }

    /** The layout of a backlog or delay topic. */
    public static Layout parking(String name, TopicsConfig config) {
        return new Layout(
                name,
                config.backlogPartitions(),
                config.replication(),
                config.retention().backlog());
    }
}

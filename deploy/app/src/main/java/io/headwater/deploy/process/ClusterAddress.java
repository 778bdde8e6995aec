package io.headwater.deploy.process;

import io.headwater.config.RegionsConfig;
import io.headwater.kafka.KafkaConfig;

/** Which Kafka a command without one of its own speaks to. */
public final class ClusterAddress {
    private static final String DEFAULT = "localhost:9092";

    private ClusterAddress() {}

    /** The configuration with the cluster that {@code regions} names for {@code region}, where it names none itself. */
    static KafkaConfig in(String region, KafkaConfig config, RegionsConfig regions) {
        return isGiven(config)
                ? config
                : regions.find(region)
                        .map(RegionsConfig.Region::kafka)
                        .map(there -> config.of(there.bootstrapServers(), there.properties(), there.partitions()))
                        .orElse(config);
    }

    /** Whether {@code kafka.bootstrapServers} names a cluster. */
    public static boolean isGiven(KafkaConfig config) {
        return !config.bootstrapServers().isBlank();
    }

    /** The configuration with {@code localhost:9092} where it names no cluster. */
    public static KafkaConfig orLocalhost(KafkaConfig config) {
        return isGiven(config) ? config : config.at(DEFAULT);
    }
}

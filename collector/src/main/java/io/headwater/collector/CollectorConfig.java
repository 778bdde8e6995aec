package io.headwater.collector;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;

import io.headwater.collector.admit.AdmissionConfig;
import io.headwater.collector.dialect.Limits;
import io.headwater.collector.ingest.HttpConfig;
import io.headwater.collector.ingest.IngestConfig;
import io.headwater.config.ConfigFile;
import io.headwater.kafka.KafkaConfig;
import io.headwater.launch.LogConfig;
import io.headwater.ops.OpsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The collector's configuration ({@code collector.yaml}). */
public record CollectorConfig(
        String site,
        String region,
        HttpConfig http,
        Limits limits,
        AdmissionConfig admission,
        Forward forward,
        KafkaConfig kafka,
        OpsConfig ops,
        LogConfig log,
        Drain drain) {
    private static final Set<String> LATER = Set.of("spool", "bus", "tls", "cors");

    public CollectorConfig {
        checkName("site", site);
        checkName("region", region);
        check(
                forward.timeout().compareTo(kafka.ackWithin()) > 0,
                "forward.timeout",
                "must be above kafka.ackWithin (" + kafka.ackWithin().toMillis() + "ms)",
                forward.timeout().toMillis() + "ms");
    }

    /** Reads {@code collector.yaml} in {@code folder} over the shipped one. */
    public static CollectorConfig read(Path folder, Map<String, String> environment) {
        return new ConfigFile(folder.resolve("collector.yaml"), environment, LATER)
                .over("/conf/collector.yaml", CollectorConfig.class);
    }

    /** The same configuration with another Kafka. */
    public CollectorConfig with(KafkaConfig other) {
        return new CollectorConfig(site, region, http, limits, admission, forward, other, ops, log, drain);
    }

    IngestConfig ingest() {
        return new IngestConfig(region, http, limits, forward.timeout(), drain.timeout());
    }

    /**
     * How batches are handed to the forwarder.
     *
     * @param timeout for its answer on the event bus
     */
    public record Forward(Duration timeout) {}

    /**
     * How the process ends.
     *
     * @param timeout for what is under way when it is told to stop
     */
    public record Drain(Duration timeout) {}
}

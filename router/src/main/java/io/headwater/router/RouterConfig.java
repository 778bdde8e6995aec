package io.headwater.router;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;

import io.headwater.config.ConfigFile;
import io.headwater.kafka.KafkaConfig;
import io.headwater.kafka.TopicsConfig;
import io.headwater.launch.Bus;
import io.headwater.launch.LogConfig;
import io.headwater.launch.NodeConfig;
import io.headwater.ops.OpsConfig;
import io.headwater.reload.ReloadConfig;
import io.headwater.router.backlog.BacklogConfig;
import io.headwater.router.consume.ConsumeConfig;
import io.headwater.router.deliver.DeliverConfig;
import io.headwater.router.deliver.address.DnsConfig;
import io.headwater.router.duplicates.DuplicatesConfig;
import io.headwater.router.lane.LaneConfig;
import io.headwater.router.lane.RetryConfig;
import io.headwater.router.ledger.LedgerConfig;
import io.headwater.router.replay.ReplayConfig;
import io.headwater.trace.TracingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** How a router runs ({@code router.yaml}). */
public record RouterConfig(
        String region,
        KafkaConfig kafka,
        ConsumeConfig consume,
        DuplicatesConfig duplicates,
        LaneConfig lane,
        RetryConfig retry,
        DeliverConfig deliver,
        BacklogConfig backlog,
        ReplayConfig replay,
        LedgerConfig ledger,
        DnsConfig dns,
        OpsConfig ops,
        LogConfig log,
        TracingConfig tracing,
        ReloadConfig reload,
        Drain drain) {
    private static final Set<String> LATER = Set.of();

    public RouterConfig {
        checkName("region", region);
        TopicsConfig.Retention retention = kafka.topics().retention();
        check(
                retention.events().compareTo(retry.upTo()) > 0,
                "kafka.topics.retention.events",
                "must be longer than retry.upTo (" + retry.upTo()
                        + "), or Kafka deletes what an ordered destination is still trying",
                retention.events());
        Duration longest = retry.upTo().plus(backlog.delay(Integer.MAX_VALUE));
        check(
                retention.backlog().compareTo(longest) > 0,
                "kafka.topics.retention.backlog",
                "must be longer than retry.upTo and the last of backlog.delays together (" + longest
                        + "), or Kafka deletes events that are still being tried",
                retention.backlog());
    }

    /** Reads {@code router.yaml} in {@code folder} over the shipped one. */
    public static RouterConfig read(Path folder, Map<String, String> environment) {
        return new ConfigFile(folder.resolve("router.yaml"), environment, LATER)
                .over("/conf/router.yaml", RouterConfig.class);
    }

    /** The same configuration with another Kafka. */
    public RouterConfig with(KafkaConfig other) {
        return new RouterConfig(
                region,
                other,
                consume,
                duplicates,
                lane,
                retry,
                deliver,
                backlog,
                replay,
                ledger,
                dns,
                ops,
                log,
                tracing,
                reload,
                drain);
    }

    /** What the process is to be that runs it. */
    public NodeConfig node() {
        return new NodeConfig(ops, tracing, Bus.LOCAL);
    }

    /**
     * How the process ends.
     *
     * @param timeout for deliveries under way
     */
    public record Drain(Duration timeout) {
        public Drain {
            check(timeout.toMillis() >= 1, "drain.timeout", "must be positive", timeout);
        }
    }
}

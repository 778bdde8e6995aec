package io.headwater.collector;

import static io.headwater.config.Checks.check;
import static io.headwater.config.Checks.checkName;

import io.headwater.collector.admit.AdmissionConfig;
import io.headwater.collector.cluster.ClusterBus;
import io.headwater.collector.cluster.ClusterConfig;
import io.headwater.collector.dialect.Limits;
import io.headwater.collector.forward.ForwardConfig;
import io.headwater.collector.forward.Forwarding.Edge;
import io.headwater.collector.ingest.EdgesConfig;
import io.headwater.collector.ingest.HttpConfig;
import io.headwater.collector.ingest.IngestConfig;
import io.headwater.collector.spool.SpoolConfig;
import io.headwater.config.ConfigFile;
import io.headwater.config.RegionsConfig.Region;
import io.headwater.kafka.KafkaConfig;
import io.headwater.launch.Bus;
import io.headwater.launch.LogConfig;
import io.headwater.launch.NodeConfig;
import io.headwater.ops.OpsConfig;
import io.headwater.reload.ReloadConfig;
import io.headwater.tls.TlsConfig;
import io.headwater.trace.TracingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The collector's configuration ({@code collector.yaml}). */
public record CollectorConfig(
        String site,
        String region,
        HttpConfig http,
        TlsConfig tls,
        EdgesConfig edges,
        Limits limits,
        AdmissionConfig admission,
        ForwardConfig forward,
        SpoolConfig spool,
        KafkaConfig kafka,
        String bus,
        ClusterConfig cluster,
        OpsConfig ops,
        LogConfig log,
        TracingConfig tracing,
        ReloadConfig reload,
        Drain drain) {
    private static final String LOCAL = "local";
    private static final String CLUSTERED = "clustered";
    private static final Set<String> LATER = Set.of("cors");

    public CollectorConfig {
        checkName("site", site);
        checkName("region", region);
        check(bus.equals(LOCAL) || bus.equals(CLUSTERED), "bus", "must be local or clustered", bus);
        Duration durable = kafka.ackWithin().plus(spool.syncWithin());
        if (bus.equals(CLUSTERED)) {
            cluster.checkComplete();
            check(
                    cluster.answerWithin().compareTo(durable) > 0,
                    "cluster.answerWithin",
                    "must be above kafka.ackWithin and spool.syncWithin together (" + durable.toMillis() + "ms)",
                    cluster.answerWithin().toMillis() + "ms");
        }
        check(
                forward.timeout().compareTo(durable) > 0,
                "forward.timeout",
                "must be above kafka.ackWithin and spool.syncWithin together (" + durable.toMillis() + "ms)",
                forward.timeout().toMillis() + "ms");
    }

    /** Reads {@code collector.yaml} in {@code folder} over the shipped one. */
    public static CollectorConfig read(Path folder, Map<String, String> environment) {
        return new ConfigFile(folder.resolve("collector.yaml"), environment, LATER)
                .over("/conf/collector.yaml", CollectorConfig.class);
    }

    /** The same configuration with another Kafka. */
    public CollectorConfig with(KafkaConfig other) {
        return new CollectorConfig(
                site, region, http, tls, edges, limits, admission, forward, spool, other, bus, cluster, ops, log,
                tracing, reload, drain);
    }

    /** The same configuration, with the spool below {@code data} unless {@code spool.dir} says where. */
    public CollectorConfig withData(Path data) {
        SpoolConfig there = spool.orIn(data.resolve("spool"));
        return new CollectorConfig(
                site, region, http, tls, edges, limits, admission, forward, there, kafka, bus, cluster, ops, log,
                tracing, reload, drain);
    }

    /** What the process is to be that runs it. */
    public NodeConfig node() {
        return new NodeConfig(ops, tracing, isClustered() ? new ClusterBus(cluster, region) : Bus.LOCAL);
    }

    private boolean isClustered() {
        return bus.equals(CLUSTERED);
    }

    /** Whether it has a forwarder: Kafka, and a spool. */
    public boolean forwards() {
        return !isClustered() || cluster.forwards();
    }

    Edge edge() {
        return new Edge(site, region, kafka, forward);
    }

    /** Where this site's forwarder stands for another region. */
    Edge edge(Region other) {
        return new Edge(site, other.name(), ofRegion(other), forward);
    }

    private KafkaConfig ofRegion(Region there) {
        return kafka.of(
                there.kafka().bootstrapServers(),
                there.kafka().properties(),
                there.kafka().partitions());
    }

    IngestConfig ingest() {
        return new IngestConfig(region, http, edges, limits, admission.lateAfter(), drain.timeout());
    }

    /**
     * How the process ends.
     *
     * @param announce how long it says that it is not ready and takes requests all the same
     * @param timeout for what is under way then
     */
    public record Drain(Duration announce, Duration timeout) {
        public Drain {
            check(
                    !announce.isNegative() && announce.toMinutes() < 10,
                    "drain.announce",
                    "must be from 0s to 10m",
                    announce);
        }
    }
}

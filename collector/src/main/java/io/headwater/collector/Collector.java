package io.headwater.collector;

import io.headwater.collector.Ways.Way;
import io.headwater.collector.admit.Admission;
import io.headwater.collector.admit.WriteKeys;
import io.headwater.collector.cluster.ClusterBus;
import io.headwater.collector.cluster.OwnForwarder;
import io.headwater.collector.cluster.SharedForwarders;
import io.headwater.collector.cluster.Wire;
import io.headwater.collector.forward.ForwarderVerticle;
import io.headwater.collector.ingest.Connections;
import io.headwater.collector.ingest.Gate;
import io.headwater.collector.ingest.IngestMeters;
import io.headwater.collector.ingest.IngestVerticle;
import io.headwater.collector.ingest.Onward;
import io.headwater.collector.ingest.Senders;
import io.headwater.collector.ingest.Whereabouts;
import io.headwater.collector.paths.Dialects;
import io.headwater.collector.paths.Paths;
import io.headwater.config.SourcesConfig;
import io.headwater.kafka.TopicFacts;
import io.headwater.launch.Node;
import io.headwater.launch.Side;
import io.headwater.ops.OpsRoutes;
import io.headwater.reload.Reload;
import io.headwater.tls.ServerTls;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** HTTP in, durable out: the collector's composition root, in the event's order seen from Kafka. */
public final class Collector implements Side {
    /* With Kafka at hand the topics stand within this; without it the port opens all the same, in front of the spool. */
    private static final long TOPICS_MILLIS = 3_000;

    private final CollectorConfig config;
    private final Reload<CollectorData> data;
    private final Closings closings = new Closings();
    private volatile int port;

    /** @param read reads the data anew from what are likely its files, to be followed while it runs */
    public Collector(CollectorConfig config, CollectorData data, Function<Set<Path>, CollectorData> read) {
        this.config = config;
        this.data = new Reload<>(data, config.reload(), read, Clock.systemUTC());
    }

    @Override
    public void operate(OpsRoutes routes) {
        routes.config("collector", () -> new ConfigTold(config, data).json());
    }

    @Override
    public Future<?> start(Node node) {
        Wire.register(node.vertx().eventBus());
        return (config.forwards() ? startWhole(node) : startLight(node))
                .recover(error -> drain().transform(v -> Future.failedFuture(error)));
    }

    private Future<?> startWhole(Node node) {
        Ways ways = new Ways(node, config, () -> data.now().sources(), closings);
        Supplier<Onward> onward = () ->
                new OwnForwarder(node.vertx(), config.region(), config.forward().timeout());
        return ways.to(data.now().regions().after(config.region()))
                .compose(others -> ways.own().compose(own -> startForwarder(node, own, others)))
                .compose(v -> deployIngest(node, onward, ways::change));
    }

    /* Whatever becomes durable becomes so at others. */
    private Future<?> startLight(Node node) {
        SharedForwarders forwarders = new SharedForwarders(
                node.vertx(),
                cluster(node).orElseThrow(),
                config.region(),
                config.cluster().answerWithin(),
                node.meters());
        node.health().readyUnless("forwarders", forwarders::problem);
        return deployIngest(node, () -> forwarders, sources -> {});
    }

    private static Optional<ClusterBus> cluster(Node node) {
        return node.bus() instanceof ClusterBus cluster ? Optional.of(cluster) : Optional.empty();
    }

    private Future<?> startForwarder(Node node, Way own, List<Way> others) {
        Future<TopicFacts> topics = own.topics();
        node.health().readyUnless("topics", () -> topics.failed() ? Optional.of(own.why()) : Optional.empty());
        node.health().readyUnless("durable", () -> problem(own, others));
        ForwarderVerticle forwarder = new ForwarderVerticle(
                own.forwarder(),
                others.stream().map(Way::forwarder).toList(),
                () -> data.now().regions(),
                cluster(node).map(ClusterBus::self),
                OwnForwarder.options(config.forward().timeout()));
        return awhile(node.vertx(), topics).compose(v -> deploy(node.vertx(), forwarder));
    }

    /* Another region helps only where its Kafka takes something itself: its spool is on the same disk. */
    private static Optional<String> problem(Way own, List<Way> others) {
        boolean elsewhere = others.stream().anyMatch(each -> each.kafkaProblem().isEmpty());
        return elsewhere ? Optional.empty() : own.problem();
    }

    /** @param changed is told of sources that are others than before */
    private Future<?> deployIngest(Node node, Supplier<Onward> onward, Consumer<SourcesConfig> changed) {
        Admission admission = new Admission(config.admission(), System::nanoTime);
        Connections connections = Connections.of(config.http());
        IngestMeters meters = new IngestMeters(node.meters(), admission, connections);
        WriteKeys keys =
                new WriteKeys(data.now().sources(), admission, config.limits().depth());
        Gate gate = new Gate(senders(keys, data.now()), admission, connections, meters);
        ServerTls tls = new ServerTls("ingest", config.tls(), ClientAuth.REQUIRED, node.meters());
        Paths paths = new Paths(Dialects.all(config.limits(), Clock.systemUTC()));
        List<IngestVerticle> verticles = Stream.generate(
                        () -> new IngestVerticle(config.ingest(), paths, gate, tls, onward))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        return node.vertx()
                .deployVerticle(verticles.iterator()::next, new DeploymentOptions().setInstances(verticles.size()))
                .onSuccess(id -> {
                    port = verticles.get(0).port();
                    closings.push(() -> node.vertx().undeploy(id));
                    closings.push(() -> announce(node.vertx(), gate));
                    closings.push(() -> data.stop(node.vertx()));
                    data.follow(node.vertx(), node.meters(), "collector", found -> change(node, gate, found, changed));
                });
    }

    /* Whoever asks whether it is ready is told no by now. */
    private Future<?> announce(Vertx vertx, Gate gate) {
        gate.endConnections();
        long millis = config.drain().announce().toMillis();
        return millis == 0 ? Future.succeededFuture() : vertx.timer(millis, TimeUnit.MILLISECONDS);
    }

    private Senders senders(WriteKeys keys, CollectorData of) {
        return new Senders(keys, new Whereabouts(config.region(), of.regions()), of.version());
    }

    /* Schemas are read and compiled: not on an event loop. */
    private Future<?> change(Node node, Gate gate, CollectorData found, Consumer<SourcesConfig> changed) {
        return node.vertx()
                .executeBlocking(() -> gate.senders().keys().changed(found.sources()))
                .onSuccess(keys -> {
                    changed.accept(found.sources());
                    gate.change(senders(keys, found));
                });
    }

    /** The ingest port really listened on, once started. */
    public int port() {
        return port;
    }

    private Future<?> deploy(Vertx vertx, ForwarderVerticle forwarder) {
        return vertx.deployVerticle(forwarder).onSuccess(id -> closings.push(() -> vertx.undeploy(id)));
    }

    /** Waits for the topics a moment; fails when they stand there other than configured. */
    private static Future<?> awhile(Vertx vertx, Future<TopicFacts> topics) {
        return Future.any(topics, vertx.timer(TOPICS_MILLIS, TimeUnit.MILLISECONDS))
                .transform(v -> topics.failed() ? Future.failedFuture(topics.cause()) : Future.succeededFuture());
    }

    @Override
    public Future<?> drain() {
        return closings.close();
    }
}

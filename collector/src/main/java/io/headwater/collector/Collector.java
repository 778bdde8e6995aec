package io.headwater.collector;

import io.headwater.bus.Forwarded;
import io.headwater.bus.LocalCodec;
import io.headwater.collector.admit.Admission;
import io.headwater.collector.admit.WriteKeys;
import io.headwater.collector.forward.Drain;
import io.headwater.collector.forward.ForwarderVerticle;
import io.headwater.collector.forward.Forwarding;
import io.headwater.collector.forward.Forwarding.Edge;
import io.headwater.collector.forward.RegionForwarder;
import io.headwater.collector.ingest.Connections;
import io.headwater.collector.ingest.Gate;
import io.headwater.collector.ingest.IngestMeters;
import io.headwater.collector.ingest.IngestVerticle;
import io.headwater.collector.ingest.Senders;
import io.headwater.collector.ingest.Whereabouts;
import io.headwater.collector.paths.Dialects;
import io.headwater.collector.paths.Paths;
import io.headwater.collector.spool.Spool;
import io.headwater.collector.spool.SpoolConfig;
import io.headwater.config.RegionsConfig.Region;
import io.headwater.event.EventBatch;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.PatientProducer;
import io.headwater.kafka.TopicFacts;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP in, durable out: the collector's composition root, in the event's order seen from Kafka. */
public final class Collector implements Side {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    /* With Kafka at hand the topics stand within this; without it the port opens all the same, in front of the spool. */
    private static final long TOPICS_MILLIS = 3_000;

    private final CollectorConfig config;
    private final Reload<CollectorData> data;
    private final List<Forwarding> forwardings = new CopyOnWriteArrayList<>();
    /* What drain closes, the last started first. */
    private final Deque<Closing> closings = new ArrayDeque<>();
    private volatile int port;
    /* On the scale of nanoTime, once draining has come there. */
    private volatile Optional<Long> spoolsUntil = Optional.empty();

    /** One thing to close. */
    private interface Closing {
        Future<?> close();
    }

    /** One thing to close that does not return before it is. */
    private interface Blocking {
        void close() throws InterruptedException;
    }

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
        LocalCodec.register(node.vertx().eventBus(), EventBatch.class);
        LocalCodec.register(node.vertx().eventBus(), Forwarded.class);
        return openOthers(node)
                .compose(others -> open(node, config.edge(), config.spool()).compose(own -> start(node, own, others)))
                .recover(error -> drain().transform(v -> Future.failedFuture(error)));
    }

    /** One region's forwarding, on its way to be ready. */
    private record Way(Forwarding forwarding, LogProducer producer, Future<TopicFacts> topics) {
        RegionForwarder forwarder() {
            return new RegionForwarder(forwarding, producer, topics);
        }

        /** Why nothing becomes durable in the region's Kafka. */
        Optional<String> kafkaProblem() {
            return topics.succeeded() ? producer.problem() : Optional.of(why(topics));
        }

        /** Why nothing becomes durable here at all. */
        Optional<String> problem() {
            return kafkaProblem().flatMap(away -> forwarding.spoolProblem().map(full -> away + "; " + full));
        }
    }

    /* One after the other, so that they close in turn. */
    private Future<List<Way>> openOthers(Node node) {
        List<Way> others = new ArrayList<>();
        Future<?> opened = Future.succeededFuture();
        for (Region region : data.now().regions().after(config.region())) {
            SpoolConfig spool = config.spool().ofRegion(region.name());
            opened = opened.compose(v -> open(node, config.edge(region), spool)).onSuccess(others::add);
        }
        return opened.map(others);
    }

    /* Recovery reads what an earlier life left: not on an event loop. */
    private Future<Way> open(Node node, Edge edge, SpoolConfig spool) {
        return node.vertx()
                .executeBlocking(() -> Spool.open(spool, edge.region(), Clock.systemUTC(), node.meters()))
                .onSuccess(open -> onDrain(node, open::close))
                .compose(open -> open(node, edge, open));
    }

    private Future<Way> open(Node node, Edge edge, Spool spool) {
        Vertx vertx = node.vertx();
        KafkaClients clients = new KafkaClients(edge.kafka());
        TopicSetup setup = new TopicSetup(vertx, clients);
        LogProducer producer = new LogProducer(vertx, clients, "headwater-forwarder");
        Future<TopicFacts> topics = setup.ensure()
                .compose(facts -> producer.prepare(List.of(Topics.EVENTS, Topics.REJECTED, Topics.LEDGER))
                        .map(facts));
        closings.push(() -> producer.close(config.drain().timeout().toMillis()));
        closings.push(() -> {
            setup.stop();
            return Future.succeededFuture();
        });
        topics.onSuccess(facts -> warnUnlessReplicated(facts, edge.region()))
                .onFailure(wrong -> LOG.error("Region {} takes nothing: {}", edge.region(), wrong.getMessage()));
        Forwarding forwarding = new Forwarding(edge, data.now().sources(), spool, node.meters());
        forwardings.add(forwarding);
        Drain drain = new Drain(forwarding, new PatientProducer(vertx, clients, "headwater-drain"));
        onDrain(node, () -> drain.stop(leftForSpools()));
        return vertx.executeBlocking(Executors.callable(forwarding::restoreOrder))
                .onSuccess(v -> topics.onSuccess(stand -> drain.start()))
                .map(v -> new Way(forwarding, producer, topics));
    }

    private Future<Void> start(Node node, Way own, List<Way> others) {
        Vertx vertx = node.vertx();
        Future<TopicFacts> topics = own.topics();
        node.health().readyUnless("topics", () -> topics.failed() ? Optional.of(why(topics)) : Optional.empty());
        node.health().readyUnless("durable", () -> problem(own, others));
        ForwarderVerticle forwarder = new ForwarderVerticle(
                own.forwarder(),
                others.stream().map(Way::forwarder).toList(),
                () -> data.now().regions());
        return awhile(vertx, topics)
                .compose(v -> deploy(vertx, forwarder))
                .compose(v -> deployIngest(node))
                .mapEmpty();
    }

    /* Another region helps only where its Kafka takes something itself: its spool is on the same disk. */
    private static Optional<String> problem(Way own, List<Way> others) {
        boolean elsewhere = others.stream().anyMatch(each -> each.kafkaProblem().isEmpty());
        return elsewhere ? Optional.empty() : own.problem();
    }

    /* All regions together have half of the time there is: the rest is for what is under way to Kafka. */
    private Duration leftForSpools() {
        long now = System.nanoTime();
        long until = spoolsUntil.orElseGet(
                () -> now + config.drain().timeout().dividedBy(2).toNanos());
        spoolsUntil = Optional.of(until);
        return Duration.ofNanos(Math.max(0, until - now));
    }

    /** Closes something on draining that takes its time. */
    private void onDrain(Node node, Blocking close) {
        closings.push(() -> node.vertx()
                .executeBlocking(
                        () -> {
                            close.close();
                            return null;
                        },
                        false));
    }

    private static void warnUnlessReplicated(TopicFacts facts, String region) {
        if (facts.replicas() == 1) {
            LOG.warn(
                    "{} of region {} has one replica: what is acknowledged is lost with that broker's disk"
                            + " (kafka.topics.replication)",
                    Topics.EVENTS,
                    region);
        }
    }

    private Future<?> deployIngest(Node node) {
        Admission admission = new Admission(config.admission(), System::nanoTime);
        Connections connections = Connections.of(config.http());
        IngestMeters meters = new IngestMeters(node.meters(), admission, connections);
        WriteKeys keys =
                new WriteKeys(data.now().sources(), admission, config.limits().depth());
        Gate gate = new Gate(senders(keys, data.now()), admission, connections, meters);
        ServerTls tls = new ServerTls("ingest", config.tls(), ClientAuth.REQUIRED, node.meters());
        Paths paths = new Paths(Dialects.all(config.limits(), Clock.systemUTC()));
        List<IngestVerticle> verticles = Stream.generate(() -> new IngestVerticle(config.ingest(), paths, gate, tls))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        return node.vertx()
                .deployVerticle(verticles.iterator()::next, new DeploymentOptions().setInstances(verticles.size()))
                .onSuccess(id -> {
                    port = verticles.get(0).port();
                    closings.push(() -> node.vertx().undeploy(id));
                    closings.push(() -> announce(node.vertx(), gate));
                    closings.push(() -> data.stop(node.vertx()));
                    data.follow(node.vertx(), node.meters(), "collector", found -> change(node, gate, found));
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
    private Future<?> change(Node node, Gate gate, CollectorData found) {
        return node.vertx()
                .executeBlocking(() -> gate.senders().keys().changed(found.sources()))
                .onSuccess(keys -> {
                    forwardings.forEach(each -> each.change(found.sources()));
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

    private static String why(Future<TopicFacts> topics) {
        return topics.failed()
                ? String.valueOf(topics.cause().getMessage())
                : "Kafka has not been reached yet (kafka.bootstrapServers)";
    }

    /** Waits for the topics a moment; fails when they stand there other than configured. */
    private static Future<?> awhile(Vertx vertx, Future<TopicFacts> topics) {
        return Future.any(topics, vertx.timer(TOPICS_MILLIS, TimeUnit.MILLISECONDS))
                .transform(v -> topics.failed() ? Future.failedFuture(topics.cause()) : Future.succeededFuture());
    }

    @Override
    public Future<?> drain() {
        Future<?> drained = Future.succeededFuture();
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            drained = drained.transform(v -> closing.close());
        }
        return drained;
    }
}

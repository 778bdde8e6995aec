package io.headwater.collector;

import io.headwater.bus.Forwarded;
import io.headwater.bus.LocalCodec;
import io.headwater.collector.admit.Admission;
import io.headwater.collector.admit.WriteKeys;
import io.headwater.collector.forward.Drain;
import io.headwater.collector.forward.ForwarderVerticle;
import io.headwater.collector.forward.Forwarding;
import io.headwater.collector.ingest.Connections;
import io.headwater.collector.ingest.Gate;
import io.headwater.collector.ingest.IngestMeters;
import io.headwater.collector.ingest.IngestVerticle;
import io.headwater.collector.paths.Dialects;
import io.headwater.collector.paths.Paths;
import io.headwater.collector.spool.Spool;
import io.headwater.config.SourcesConfig;
import io.headwater.event.EventBatch;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.PatientProducer;
import io.headwater.kafka.TopicFacts;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
import io.headwater.launch.Node;
import io.headwater.launch.Side;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP in, durable out: the collector's composition root, in the event's order seen from Kafka. */
public final class Collector implements Side {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    /* With Kafka at hand the topics stand within this; without it the port opens all the same, in front of the spool. */
    private static final long TOPICS_MILLIS = 3_000;

    private final CollectorConfig config;
    private final SourcesConfig sources;
    /* What drain closes, the last started first. */
    private final Deque<Closing> closings = new ArrayDeque<>();
    private volatile int port;

    /** One thing to close. */
    private interface Closing {
        Future<?> close();
    }

    /** One thing to close that does not return before it is. */
    private interface Blocking {
        void close() throws InterruptedException;
    }

    public Collector(CollectorConfig config, SourcesConfig sources) {
        this.config = config;
        this.sources = sources;
    }

    @Override
    public Future<?> start(Node node) {
        LocalCodec.register(node.vertx().eventBus(), EventBatch.class);
        LocalCodec.register(node.vertx().eventBus(), Forwarded.class);
        return openSpool(node)
                .compose(spool -> start(node, spool))
                .recover(error -> drain().transform(v -> Future.failedFuture(error)));
    }

    /* Recovery reads what an earlier life left: not on an event loop. */
    private Future<Spool> openSpool(Node node) {
        return node.vertx()
                .executeBlocking(() -> Spool.open(config.spool(), Clock.systemUTC(), node.meters()))
                .onSuccess(spool -> onDrain(node, spool::close));
    }

    private Future<Void> start(Node node, Spool spool) {
        Vertx vertx = node.vertx();
        KafkaClients clients = new KafkaClients(config.kafka());
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
        topics.onSuccess(Collector::warnUnlessReplicated);
        Forwarding forwarding = new Forwarding(config.edge(), sources, spool, node.meters());
        Supplier<Optional<String>> kafka = () -> topics.succeeded() ? producer.problem() : Optional.of(why(topics));
        node.health().readyUnless("topics", () -> topics.failed() ? Optional.of(why(topics)) : Optional.empty());
        node.health()
                .readyUnless(
                        "durable",
                        () -> kafka.get()
                                .flatMap(away -> forwarding.spoolProblem().map(full -> away + "; " + full)));

        Drain drain = new Drain(forwarding, new PatientProducer(vertx, clients, "headwater-drain"));
        onDrain(node, drain::stop);
        ForwarderVerticle forwarder = new ForwarderVerticle(forwarding, producer, topics);
        return vertx.executeBlocking(Executors.callable(forwarding::restoreOrder))
                .onSuccess(v -> topics.onSuccess(stand -> drain.start()))
                .compose(v -> awhile(vertx, topics))
                .compose(v -> deploy(vertx, forwarder))
                .compose(v -> deployIngest(node))
                .mapEmpty();
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

    private static void warnUnlessReplicated(TopicFacts facts) {
        if (facts.replicas() == 1) {
            LOG.warn(
                    "{} has one replica: what is acknowledged is lost with that broker's disk"
                            + " (kafka.topics.replication)",
                    Topics.EVENTS);
        }
    }

    private Future<?> deployIngest(Node node) {
        Admission admission = new Admission(config.admission(), System::nanoTime);
        Connections connections = Connections.of(config.http());
        IngestMeters meters = new IngestMeters(node.meters(), admission, connections);
        Gate gate =
                new Gate(new WriteKeys(sources, admission, config.limits().depth()), admission, connections, meters);
        Paths paths = new Paths(Dialects.all(config.limits(), Clock.systemUTC()));
        List<IngestVerticle> verticles = Stream.generate(() -> new IngestVerticle(config.ingest(), paths, gate))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        return node.vertx()
                .deployVerticle(verticles.iterator()::next, new DeploymentOptions().setInstances(verticles.size()))
                .onSuccess(id -> {
                    port = verticles.get(0).port();
                    closings.push(() -> node.vertx().undeploy(id));
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

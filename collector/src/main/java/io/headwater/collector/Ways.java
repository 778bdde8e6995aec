package io.headwater.collector;

import io.headwater.collector.forward.Drain;
import io.headwater.collector.forward.Forwarding;
import io.headwater.collector.forward.Forwarding.Edge;
import io.headwater.collector.forward.RegionForwarder;
import io.headwater.collector.spool.Spool;
import io.headwater.collector.spool.SpoolConfig;
import io.headwater.config.RegionsConfig.Region;
import io.headwater.config.SourcesConfig;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.PatientProducer;
import io.headwater.kafka.TopicFacts;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
import io.headwater.launch.Node;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what leads to the Kafka of each region: spool, producer, topics and drain. */
final class Ways {
    /* A part of the collector to whoever reads its log. */
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final Node node;
    private final CollectorConfig config;
    private final Supplier<SourcesConfig> sources;
    private final Closings closings;
    private final List<Forwarding> forwardings = new CopyOnWriteArrayList<>();
    /* On the scale of nanoTime, once draining has come there. */
    private volatile Optional<Long> spoolsUntil = Optional.empty();

    Ways(Node node, CollectorConfig config, Supplier<SourcesConfig> sources, Closings closings) {
        this.node = node;
        this.config = config;
        this.sources = sources;
        this.closings = closings;
    }

    /** One region's forwarding, on its way to be ready. */
    record Way(Forwarding forwarding, LogProducer producer, Future<TopicFacts> topics) {
        RegionForwarder forwarder() {
            return new RegionForwarder(forwarding, producer, topics);
        }

        /** Why nothing becomes durable in the region's Kafka. */
        Optional<String> kafkaProblem() {
            return topics.succeeded() ? producer.problem() : Optional.of(why());
        }

        /** Why nothing becomes durable here at all. */
        Optional<String> problem() {
            return kafkaProblem().flatMap(away -> forwarding.spoolProblem().map(full -> away + "; " + full));
        }

        /** Why the topics do not stand. */
        String why() {
            return topics.failed()
                    ? String.valueOf(topics.cause().getMessage())
                    : "Kafka has not been reached yet (kafka.bootstrapServers)";
        }
    }

    /** To the collector's own region. */
    Future<Way> own() {
        return open(config.edge(), config.spool());
    }

    /** To other regions; one after the other, so that they close in turn. */
    Future<List<Way>> to(List<Region> regions) {
        List<Way> others = new ArrayList<>();
        Future<?> opened = Future.succeededFuture();
        for (Region region : regions) {
            SpoolConfig spool = config.spool().ofRegion(region.name());
            opened = opened.compose(v -> open(config.edge(region), spool)).onSuccess(others::add);
        }
        return opened.map(others);
    }

    /** Goes by these sources from now on. */
    void change(SourcesConfig changed) {
        forwardings.forEach(each -> each.change(changed));
    }

    /* Recovery reads what an earlier life left: not on an event loop. */
    private Future<Way> open(Edge edge, SpoolConfig spool) {
        return node.vertx()
                .executeBlocking(() -> Spool.open(spool, edge.region(), Clock.systemUTC(), node.meters()))
                .onSuccess(open -> closings.pushBlocking(node.vertx(), open::close))
                .compose(open -> open(edge, open));
    }

    private Future<Way> open(Edge edge, Spool spool) {
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
        Forwarding forwarding = new Forwarding(edge, sources.get(), spool, node.meters());
        forwardings.add(forwarding);
        Drain drain = new Drain(forwarding, new PatientProducer(vertx, clients, "headwater-drain"));
        closings.pushBlocking(vertx, () -> drain.stop(leftForSpools()));
        return vertx.executeBlocking(Executors.callable(forwarding::restoreOrder))
                .onSuccess(v -> topics.onSuccess(stand -> drain.start()))
                .map(v -> new Way(forwarding, producer, topics));
    }

    /* All regions together have half of the time there is: the rest is for what is under way to Kafka. */
    private Duration leftForSpools() {
        long now = System.nanoTime();
        long until = spoolsUntil.orElseGet(
                () -> now + config.drain().timeout().dividedBy(2).toNanos());
        spoolsUntil = Optional.of(until);
        return Duration.ofNanos(Math.max(0, until - now));
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
}

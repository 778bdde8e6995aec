package io.headwater.router;

import io.headwater.bus.LocalCodec;
import io.headwater.event.SourceId;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
import io.headwater.kafka.TopicsConfig;
import io.headwater.launch.Node;
import io.headwater.launch.Side;
import io.headwater.ops.OpsRoutes;
import io.headwater.reload.Reload;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.consume.ConsumerVerticle;
import io.headwater.router.consume.Plan;
import io.headwater.router.deliver.Attempt;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Placement;
import io.headwater.router.lane.Lanes;
import io.headwater.router.ledger.LedgerVerticle;
import io.headwater.router.operate.LedgerApi;
import io.headwater.router.operate.OperateApi;
import io.headwater.router.operate.Operating;
import io.headwater.router.route.Routing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router as one process runs it: Kafka in, destinations out. Here its parts are put together. */
public final class EventRouter implements Side {
    private static final Logger LOG = LoggerFactory.getLogger(EventRouter.class);

    private final RouterConfig config;
    private final Reload<RouterData> data;
    private volatile Routing routing;
    private volatile Optional<Running> running = Optional.empty();

    private record Running(
            Node node,
            KafkaClients clients,
            TopicSetup topics,
            Operating operating,
            Optional<LedgerVerticle> ledger,
            Deliveries deliveries,
            ConsumerVerticle consumer,
            Future<String> deployed) {
        Vertx vertx() {
            return node.vertx();
        }
    }

    /** @param read reads the data anew, to be followed while it runs */
    public EventRouter(RouterConfig config, RouterData data, Supplier<RouterData> read) {
        this.config = config;
        this.data = new Reload<>(data, config.reload(), files -> read.get(), Clock.systemUTC());
        this.routing = data.routing();
    }

    @Override
    public void operate(OpsRoutes added) {
        new OperateApi(() -> running.map(Running::operating)).mount(added);
        new LedgerApi(
                        () -> running.flatMap(Running::ledger),
                        !config.ledger().isOff(),
                        config.region(),
                        () -> data.now().destinations().objectives())
                .mount(added);
        added.config("router", () -> new ConfigTold(config, data).json());
    }

    /** Completes when it reads, or after {@code consume.topicsWithin}; it then starts to read as soon as Kafka is there. */
    @Override
    public Future<?> start(Node node) {
        Vertx vertx = node.vertx();
        RouterData first = data.now();
        KafkaClients clients = new KafkaClients(config.kafka());
        Deliveries deliveries = new Deliveries(
                vertx, config.deliver(), config.dns(), node.tracing().tracer());
        List<Placement> placements = deliveries.place(first.destinations().destinations());
        Lanes lanes = new Lanes(config.lane(), config.retry(), config.deliver().busTimeout(), node.meters());
        Operating operating = new Operating(vertx, clients, operated(), () -> routing, node.meters());
        ConsumerVerticle consumer = new ConsumerVerticle(
                reading(), clients, plan(first, placements), lanes, operating.lanes(), node.meters());
        Optional<LedgerVerticle> ledger = ledger(node, clients);
        TopicSetup topics = new TopicSetup(vertx, clients, topicsOfOurs(placements));

        sayUnrouted(first);
        registerCodecs(vertx.eventBus());
        Future<String> deployed = deliveries
                .deploy(placements)
                .compose(delivering -> topics.ensure())
                .compose(there -> operating.start())
                .compose(ordered -> deployLedger(vertx, ledger))
                .compose(kept -> vertx.deployVerticle(consumer));
        Running parts = new Running(node, clients, topics, operating, ledger, deliveries, consumer, deployed);
        running = Optional.of(parts);
        deliveries.lead(placements);
        deployed.onSuccess(reads -> follow(parts));
        node.health().readyUnless("router", this::problem);
        node.health().liveUnless("progress", consumer::stalled);
        return inTime(deployed);
    }

    private void follow(Running parts) {
        data.follow(parts.vertx(), parts.node().meters(), "router", found -> change(parts, found));
    }

    /* What is new is there before anything is led to it, and what is old until nothing of it is under way. */
    private Future<?> change(Running parts, RouterData found) {
        Deliveries deliveries = parts.deliveries();
        List<Placement> before = deliveries.led();
        List<Placement> placements = deliveries.place(found.destinations().destinations());
        List<Placement> fresh =
                placements.stream().filter(each -> !before.contains(each)).toList();
        return standing(parts, fresh)
                .compose(stand -> deliveries.deploy(placements))
                .compose(delivering -> parts.consumer().change(plan(found, placements), deliveries::undeploy))
                .onSuccess(changed -> {
                    deliveries.lead(placements);
                    routing = found.routing();
                    parts.operating().rerouted();
                    say(before, placements);
                    sayUnrouted(found);
                });
    }

    private Future<?> standing(Running parts, List<Placement> fresh) {
        if (fresh.isEmpty()) {
            return Future.succeededFuture();
        }
        TopicSetup topics = new TopicSetup(parts.vertx(), parts.clients(), topicsOfOurs(fresh));
        return topics.ensure()
                .timeout(config.consume().topicsWithin().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> topics.stop());
    }

    private static void say(List<Placement> before, List<Placement> now) {
        Set<DestinationId> old = before.stream().map(Placement::id).collect(Collectors.toSet());
        Set<DestinationId> there = now.stream().map(Placement::id).collect(Collectors.toSet());
        List<DestinationId> added =
                there.stream().filter(id -> !old.contains(id)).toList();
        List<DestinationId> removed =
                old.stream().filter(id -> !there.contains(id)).toList();
        List<DestinationId> changed = now.stream()
                .filter(each -> !before.contains(each) && old.contains(each.id()))
                .map(Placement::id)
                .toList();
        LOG.info("Destinations added: {}, changed: {}, removed: {}", added, changed, removed);
    }

    private Plan plan(RouterData of, List<Placement> placements) {
        return new Plan(of.sources(), placements, of.routes(), stalledAfter(placements));
    }

    private Optional<LedgerVerticle> ledger(Node node, KafkaClients clients) {
        return config.ledger().isOff()
                ? Optional.empty()
                : Optional.of(new LedgerVerticle(
                        clients,
                        new LedgerVerticle.Reader(
                                config.consume().group(),
                                config.region(),
                                config.consume().retryEvery()),
                        config.ledger(),
                        node.meters()));
    }

    private static Future<?> deployLedger(Vertx vertx, Optional<LedgerVerticle> ledger) {
        return ledger.map(vertx::deployVerticle).orElse(Future.succeededFuture(""));
    }

    private ConsumerVerticle.Settings reading() {
        return new ConsumerVerticle.Settings(
                config.consume(),
                config.duplicates(),
                config.backlog(),
                config.region(),
                config.ledger().reportEvery(),
                config.reload().lookEvery().multipliedBy(2),
                config.drain().timeout());
    }

    /* An attempt may be under way for as long as its destination's timeout, then it is parked. */
    private Duration stalledAfter(List<Placement> placements) {
        Duration longest = placements.stream()
                .map(each -> each.config().timeout())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration attempt = longest.plus(config.deliver().busTimeout())
                .plus(config.lane().parkAfter().multipliedBy(2));
        Duration allowed = config.consume().stalledAfter();
        return allowed.compareTo(attempt) > 0 ? allowed : attempt;
    }

    private Operating.Settings operated() {
        return new Operating.Settings(config.consume().group(), config.consume().retryEvery(), config.replay());
    }

    /** Where events wait, a backlog for each destination and the delay topics; what operators order; and the index. */
    private List<Topics.Layout> topicsOfOurs(List<Placement> placements) {
        TopicsConfig layout = config.kafka().topics();
        Stream<String> backlogs = placements.stream().map(each -> ParkedRecord.topic(each.id()));
        Stream<String> delays = config.backlog().delays().stream().map(Topics::retry);
        Stream<Topics.Layout> parking = Stream.concat(backlogs, delays).map(name -> Topics.parking(name, layout));
        Stream<Topics.Layout> others = Stream.of(Topics.control(layout), Topics.index(layout));
        return Stream.concat(parking, others).toList();
    }

    @Override
    public Future<?> drain() {
        return running.map(parts -> data.stop(parts.vertx()).transform(done -> drain(parts)))
                .orElseGet(Future::succeededFuture);
    }

    private static Future<?> drain(Running parts) {
        parts.topics().stop();
        boolean reads = parts.deployed().succeeded();
        Future<Void> drained = reads ? parts.vertx().undeploy(parts.deployed().result()) : Future.succeededFuture();
        return parts.operating().stop().transform(done -> drained);
    }

    /** Kafka may come later than we do; whatever else goes wrong in time fails the start. */
    private Future<?> inTime(Future<String> deployed) {
        long within = config.consume().topicsWithin().toMillis();
        return deployed.timeout(within, TimeUnit.MILLISECONDS).recover(error -> {
            if (deployed.isComplete()) {
                return Future.failedFuture(error);
            }
            LOG.warn(
                    "Kafka's topics are not there after {} ms (consume.topicsWithin); not ready until they are",
                    within);
            deployed.onFailure(late -> LOG.error("The router cannot read", late));
            return Future.succeededFuture();
        });
    }

    private Optional<String> problem() {
        return running.flatMap(EventRouter::problem);
    }

    private static Optional<String> problem(Running parts) {
        if (parts.deployed().failed()) {
            return Optional.of(String.valueOf(parts.deployed().cause().getMessage()));
        }
        if (!parts.deployed().isComplete()) {
            return Optional.of("Kafka's topics are not there yet");
        }
        return parts.consumer().hasJoined()
                ? Optional.empty()
                : Optional.of("the consumer groups have not let it in yet");
    }

    private static void sayUnrouted(RouterData known) {
        List<SourceId> unrouted = known.unrouted();
        if (!unrouted.isEmpty()) {
            LOG.info("No route leads from {} (destinations.yaml routes): their events go nowhere", unrouted);
        }
    }

    private static void registerCodecs(EventBus bus) {
        LocalCodec.register(bus, Attempt.class);
        LocalCodec.register(bus, Outcome.Delivered.class);
        LocalCodec.register(bus, Outcome.Transient.class);
        LocalCodec.register(bus, Outcome.Throttled.class);
        LocalCodec.register(bus, Outcome.Setup.class);
        LocalCodec.register(bus, Outcome.Refused.class);
    }
}

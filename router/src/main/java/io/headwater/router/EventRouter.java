package io.headwater.router;

import io.headwater.bus.LocalCodec;
import io.headwater.config.SourcesConfig;
import io.headwater.event.SourceId;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.TopicSetup;
import io.headwater.kafka.Topics;
import io.headwater.kafka.TopicsConfig;
import io.headwater.launch.Node;
import io.headwater.launch.Side;
import io.headwater.ops.OpsRoutes;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.consume.ConsumerVerticle;
import io.headwater.router.deliver.Attempt;
import io.headwater.router.deliver.DeliveryVerticle;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.lane.Lanes;
import io.headwater.router.ledger.LedgerVerticle;
import io.headwater.router.operate.LedgerApi;
import io.headwater.router.operate.OperateApi;
import io.headwater.router.operate.Operating;
import io.headwater.router.route.Route;
import io.headwater.router.route.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router as one process runs it: Kafka in, destinations out. Here its parts are put together. */
public final class EventRouter implements Side {
    private static final Logger LOG = LoggerFactory.getLogger(EventRouter.class);

    private final RouterConfig config;
    private final SourcesConfig sources;
    private final DestinationsConfig destinations;
    private volatile Optional<Running> running = Optional.empty();

    private record Running(
            Vertx vertx,
            TopicSetup topics,
            Operating operating,
            Optional<LedgerVerticle> ledger,
            ConsumerVerticle consumer,
            Future<String> deployed) {}

    public EventRouter(RouterConfig config, SourcesConfig sources, DestinationsConfig destinations) {
        this.config = config;
        this.sources = sources;
        this.destinations = destinations;
    }

    @Override
    public void operate(OpsRoutes added) {
        new OperateApi(() -> running.map(Running::operating)).mount(added);
        new LedgerApi(
                        () -> running.flatMap(Running::ledger),
                        !config.ledger().isOff(),
                        config.region(),
                        destinations.objectives())
                .mount(added);
        added.config("router", () -> new ConfigTold(config, destinations).json());
    }

    /** Completes when it reads, or after {@code consume.topicsWithin}; it then starts to read as soon as Kafka is there. */
    @Override
    public Future<?> start(Node node) {
        Vertx vertx = node.vertx();
        KafkaClients clients = new KafkaClients(config.kafka());
        RouteTable routes = new RouteTable(destinations.routes());
        Lanes lanes = new Lanes(
                destinations.destinations(),
                config.lane(),
                config.retry(),
                config.deliver().busTimeout(),
                node.meters());
        Operating operating = new Operating(vertx, clients, operated(routes), node.meters());
        ConsumerVerticle consumer =
                new ConsumerVerticle(reading(), clients, routes, lanes, operating.lanes(), node.meters());
        Optional<LedgerVerticle> ledger = ledger(node, clients);
        TopicSetup topics = new TopicSetup(vertx, clients, topicsOfOurs());

        sayUnrouted();
        registerCodecs(vertx.eventBus());
        Future<String> deployed = deployDeliveries(node)
                .compose(delivering -> topics.ensure())
                .compose(there -> operating.start())
                .compose(ordered -> deployLedger(vertx, ledger))
                .compose(kept -> vertx.deployVerticle(consumer));
        running = Optional.of(new Running(vertx, topics, operating, ledger, consumer, deployed));
        node.health().readyUnless("router", this::problem);
        node.health().liveUnless("progress", consumer::stalled);
        return inTime(deployed);
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
                destinations.ordered(),
                config.region(),
                destinations.objectives(),
                config.ledger().reportEvery(),
                stalledAfter(),
                config.drain().timeout());
    }

    /* An attempt may be under way for as long as its destination's timeout, then it is parked. */
    private Duration stalledAfter() {
        Duration longest = destinations.destinations().stream()
                .map(DestinationConfig::timeout)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration attempt = longest.plus(config.deliver().busTimeout())
                .plus(config.lane().parkAfter().multipliedBy(2));
        Duration allowed = config.consume().stalledAfter();
        return allowed.compareTo(attempt) > 0 ? allowed : attempt;
    }

    private Operating.Settings operated(RouteTable routes) {
        Map<DestinationId, Set<SourceId>> leading = new HashMap<>();
        destinations.destinations().forEach(each -> leading.put(each.id(), new HashSet<>()));
        routes.to(id -> id)
                .forEach((source, to) -> to.forEach(
                        id -> Optional.ofNullable(leading.get(id)).ifPresent(sources -> sources.add(source))));
        return new Operating.Settings(
                config.consume().group(),
                config.consume().retryEvery(),
                config.replay(),
                sources.sources().stream().map(SourcesConfig.Source::id).collect(Collectors.toSet()),
                leading,
                destinations.ordered());
    }

    /** Where events wait, a backlog for each destination and the delay topics; what operators order; and the index. */
    private List<Topics.Layout> topicsOfOurs() {
        TopicsConfig layout = config.kafka().topics();
        Stream<String> backlogs = destinations.destinations().stream().map(each -> ParkedRecord.topic(each.id()));
        Stream<String> delays = config.backlog().delays().stream().map(Topics::retry);
        Stream<Topics.Layout> parking = Stream.concat(backlogs, delays).map(name -> Topics.parking(name, layout));
        Stream<Topics.Layout> others = Stream.of(Topics.control(layout), Topics.index(layout));
        return Stream.concat(parking, others).toList();
    }

    @Override
    public Future<?> drain() {
        return running.map(EventRouter::drain).orElse(Future.succeededFuture());
    }

    private static Future<?> drain(Running parts) {
        parts.topics().stop();
        boolean reads = parts.deployed().succeeded();
        Future<Void> drained = reads ? parts.vertx().undeploy(parts.deployed().result()) : Future.succeededFuture();
        return parts.operating().stop().transform(done -> drained);
    }

    private Future<?> deployDeliveries(Node node) {
        List<Future<String>> deployed = destinations.destinations().stream()
                .map(each -> node.vertx()
                        .deployVerticle(new DeliveryVerticle(
                                each,
                                config.deliver(),
                                config.dns(),
                                node.tracing().tracer())))
                .toList();
        return Future.all(deployed);
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

    private void sayUnrouted() {
        Set<SourceId> routed = destinations.routes().stream().map(Route::source).collect(Collectors.toSet());
        List<SourceId> unrouted = sources.sources().stream()
                .map(SourcesConfig.Source::id)
                .filter(source -> !routed.contains(source))
                .toList();
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

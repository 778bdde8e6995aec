package io.headwater.router.consume;

import io.headwater.event.SourceId;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogConsumer;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.Topics;
import io.headwater.router.dead.DeadLetters;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Lane;
import io.headwater.router.lane.Lanes;
import io.headwater.router.route.RouteTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code hw.events}, hands each event to the lanes of its destinations, and commits what is settled. */
public final class ConsumerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerVerticle.class);
    private static final String NAME = "headwater-router";
    private static final long CLOSE_PRODUCER_MILLIS = 1_000;
    /* Of the time there is for draining, one fifth is kept for the last commit. */
    private static final long COMMITS_SHARE = 5;

    private final Settings settings;
    private final KafkaClients clients;
    private final RouteTable routes;
    private final Lanes lanes;
    private final ConsumeMeters meters;
    private volatile Optional<Running> running = Optional.empty();

    /**
     * How it reads and how long it may take to stop.
     *
     * @param drain for attempts under way when it stops, and the last commit
     */
    public record Settings(ConsumeConfig consume, Duration drain) {}

    private record Running(
            LogConsumer consumer,
            LogProducer dead,
            Intake intake,
            Collection<Lane> lanes,
            Commits commits,
            EventReader reader,
            long ticks) {}

    public ConsumerVerticle(
            Settings settings, KafkaClients clients, RouteTable routes, Lanes lanes, MeterRegistry meters) {
        this.settings = settings;
        this.clients = clients;
        this.routes = routes;
        this.lanes = lanes;
        this.meters = new ConsumeMeters(meters);
    }

    /** Whether the group has given it its partitions, be it none. */
    public boolean hasJoined() {
        return running.filter(each -> each.reader().hasJoined()).isPresent();
    }

    /* Making Kafka's consumer takes too long for an event loop; it belongs to this context all the same. */
    @Override
    public Future<?> start() {
        String group = settings.consume().group();
        return vertx.executeBlocking(() -> new LogConsumer(vertx, clients, NAME, group))
                .compose(this::read);
    }

    /** Finishes the attempts under way, commits, and leaves the group. */
    @Override
    public Future<?> stop() {
        return running.map(this::drain).orElse(Future.succeededFuture());
    }

    private Future<?> read(LogConsumer consumer) {
        Duration retryEvery = settings.consume().retryEvery();
        Intake intake = new Intake(valve(consumer), meters);
        Map<DestinationId, Lane> open = lanes.open(vertx, intake::advance);
        Map<SourceId, List<Lane>> routed = routes.to(id -> Objects.requireNonNull(open.get(id), id::toString));
        LogProducer producer = new LogProducer(vertx, clients, NAME + "-dead");
        Arrivals arrivals = new Arrivals(routed, burial(new DeadLetters(vertx, producer, retryEvery)), meters);
        Commits commits = new Commits(consumer, intake, meters);
        EventReader reader = new EventReader(vertx, intake, arrivals, commits, retryEvery);
        long ticks = vertx.setPeriodic(settings.consume().commitEvery().toMillis(), tick -> {
            intake.advance();
            commits.commit();
        });
        running = Optional.of(new Running(consumer, producer, intake, open.values(), commits, reader, ticks));
        return consumer.subscribe(Topics.EVENTS, reader);
    }

    private Future<?> drain(Running parts) {
        vertx.cancelTimer(parts.ticks());
        parts.intake().stop();
        List<Future<Void>> still = new ArrayList<>();
        for (Lane lane : parts.lanes()) {
            Promise<Void> stopped = Promise.promise();
            lane.stop(stopped::complete);
            still.add(stopped.future());
        }
        long commit = Math.max(1, settings.drain().toMillis() / COMMITS_SHARE);
        long attempts = Math.max(1, settings.drain().toMillis() - commit);
        return Future.all(still)
                .timeout(attempts, TimeUnit.MILLISECONDS)
                .onFailure(late -> LOG.warn(
                        "Attempts are still under way after most of {} (drain.timeout); their events are delivered again",
                        settings.drain()))
                .transform(done -> parts.commits().commitLast().timeout(commit, TimeUnit.MILLISECONDS))
                .transform(done -> parts.consumer().close())
                .transform(done -> parts.dead().close(CLOSE_PRODUCER_MILLIS));
    }

    private static Intake.Valve valve(LogConsumer consumer) {
        return new Intake.Valve() {
            @Override
            public void pause(Set<Integer> partitions) {
                consumer.pause(Commits.partitions(partitions));
            }

            @Override
            public void resume(Set<Integer> partitions) {
                consumer.resume(Commits.partitions(partitions));
            }
        };
    }

    private Burial burial(DeadLetters letters) {
        return (record, letter, durable) ->
                letters.write(record, letter).onSuccess(done -> context.runOnContext(back -> durable.run()));
    }
}

package io.headwater.router.operate;

import io.headwater.event.SourceId;
import io.headwater.kafka.BlockingLog;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.LogReaders;
import io.headwater.router.consume.Operated;
import io.headwater.router.control.ControlFollower;
import io.headwater.router.control.ControlLog;
import io.headwater.router.control.OperatedLanes;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.replay.ReplayConfig;
import io.headwater.router.replay.ReplayMeters;
import io.headwater.router.replay.ReplayRun;
import io.headwater.router.replay.Replays;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Everything through which operators steer this router, put together. */
public final class Operating {
    private static final long CLOSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final KafkaClients clients;
    private final Settings settings;
    private final MeterRegistry meters;
    private final LogProducer producer;
    private final LogReaders readers;
    private final ControlLog control;
    private final OperatedLanes lanes;
    private final Replays replays;
    private volatile Optional<Calls> calls = Optional.empty();

    /**
     * What is operated.
     *
     * @param group routers of one group share what they read
     * @param sources all there are
     * @param leading the sources that lead to each destination there is
     * @param ordered destinations that ask for order
     */
    public record Settings(
            String group,
            Duration retryEvery,
            ReplayConfig replay,
            Set<SourceId> sources,
            Map<DestinationId, Set<SourceId>> leading,
            Set<DestinationId> ordered) {}

    record Calls(
            DestinationCalls destinations,
            DeadLetterCalls letters,
            ExplainCalls explain,
            TailCalls tail,
            ReplayCalls replays,
            LogAdmin admin) {}

    public Operating(Vertx vertx, KafkaClients clients, Settings settings, MeterRegistry meters) {
        this.vertx = vertx;
        this.clients = clients;
        this.settings = settings;
        this.meters = meters;
        this.producer = new LogProducer(vertx, clients, "headwater-operate");
        this.readers = new LogReaders(vertx, clients);
        Counter failures = Counter.builder("headwater.control.failures")
                .description("Times that reading the orders of operators failed and was begun again")
                .register(meters);
        ControlFollower follower = new ControlFollower(clients, settings.retryEvery(), failures::increment);
        this.control = new ControlLog(new LogProducer(vertx, clients, "headwater-control"), follower);
        this.lanes = new OperatedLanes(control::state);
        Set<DestinationId> ids = settings.leading().keySet();
        this.replays = new Replays(
                control,
                settings.leading(),
                new ReplayRun.Means(
                        clients,
                        settings.group(),
                        new BlockingLog(producer),
                        settings.retryEvery(),
                        new ReplayMeters(meters, ids)));
        follower.telling(state -> lanes.follow()).telling(replays::follow);
    }

    /** How what is read is steered. */
    public Operated lanes() {
        return lanes;
    }

    /** Completes when everything ordered so far is known; the topics must stand. */
    public Future<Void> start() {
        return vertx.executeBlocking(() -> new LogAdmin(vertx, clients, "headwater-operate"))
                .compose(admin -> control.start().onSuccess(known -> calls = Optional.of(calls(admin))));
    }

    /** What is answered on the operate port; empty before it has started. */
    Optional<Calls> calls() {
        return calls;
    }

    private Calls calls(LogAdmin admin) {
        Set<DestinationId> ids = settings.leading().keySet();
        Backlogs backlogs = new Backlogs(admin, readers, settings.group(), settings.ordered());
        Redrive redrive = new Redrive(new BlockingLog(producer), ids, Clock.systemUTC());
        return new Calls(
                new DestinationCalls(ids, control, lanes, backlogs, meters),
                new DeadLetterCalls(readers, redrive),
                new ExplainCalls(readers, settings.group(), settings.sources()),
                new TailCalls(readers, settings.leading()),
                new ReplayCalls(
                        settings.replay(),
                        settings.leading(),
                        control,
                        readers,
                        new ReplayCalls.Progress(admin, settings.group())),
                admin);
    }

    public Future<?> stop() {
        replays.stop();
        return control.stop()
                .timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .transform(done -> calls.map(each -> each.admin().close()).orElse(Future.succeededFuture()))
                .transform(done -> producer.close(CLOSE_MILLIS))
                .transform(done -> readers.close());
    }
}

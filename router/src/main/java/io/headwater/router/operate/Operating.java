package io.headwater.router.operate;

import io.headwater.kafka.BlockingLog;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.LogReaders;
import io.headwater.router.consume.Operated;
import io.headwater.router.control.ControlFollower;
import io.headwater.router.control.ControlLog;
import io.headwater.router.control.OperatedLanes;
import io.headwater.router.replay.ReplayConfig;
import io.headwater.router.replay.ReplayMeters;
import io.headwater.router.replay.ReplayRun;
import io.headwater.router.replay.Replays;
import io.headwater.router.route.Routing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Everything through which operators steer this router, put together. */
public final class Operating {
    private static final long CLOSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final KafkaClients clients;
    private final Settings settings;
    private final Supplier<Routing> routing;
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
     */
    public record Settings(String group, Duration retryEvery, ReplayConfig replay) {}

    record Calls(
            DestinationCalls destinations,
            DeadLetterCalls letters,
            ExplainCalls explain,
            TailCalls tail,
            ReplayCalls replays,
            LogAdmin admin) {}

    /** @param routing as it stands whenever it is asked for */
    public Operating(
            Vertx vertx, KafkaClients clients, Settings settings, Supplier<Routing> routing, MeterRegistry meters) {
        this.vertx = vertx;
        this.clients = clients;
        this.settings = settings;
        this.routing = routing;
        this.meters = meters;
        this.producer = new LogProducer(vertx, clients, "headwater-operate");
        this.readers = new LogReaders(vertx, clients);
        Counter failures = Counter.builder("headwater.control.failures")
                .description("Times that reading the orders of operators failed and was begun again")
                .register(meters);
        ControlFollower follower = new ControlFollower(clients, settings.retryEvery(), failures::increment);
        this.control = new ControlLog(new LogProducer(vertx, clients, "headwater-control"), follower);
        this.lanes = new OperatedLanes(control::state);
        this.replays = new Replays(
                control,
                routing,
                new ReplayRun.Means(
                        clients,
                        settings.group(),
                        new BlockingLog(producer),
                        settings.retryEvery(),
                        new ReplayMeters(meters)));
        follower.telling(state -> lanes.follow()).telling(replays::follow);
    }

    /** How what is read is steered. */
    public Operated lanes() {
        return lanes;
    }

    /** The routing is another one than before. */
    public void rerouted() {
        replays.follow(control.state());
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
        Backlogs backlogs = new Backlogs(admin, readers, settings.group(), routing);
        Redrive redrive = new Redrive(new BlockingLog(producer), routing, Clock.systemUTC());
        return new Calls(
                new DestinationCalls(routing, control, lanes, backlogs, meters),
                new DeadLetterCalls(readers, redrive),
                new ExplainCalls(readers, settings.group(), routing),
                new TailCalls(readers, routing),
                new ReplayCalls(
                        settings.replay(),
                        routing,
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

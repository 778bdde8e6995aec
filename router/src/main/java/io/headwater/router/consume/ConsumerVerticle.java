package io.headwater.router.consume;

import io.headwater.kafka.DurableLog;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.LogProducer;
import io.headwater.kafka.LogReaders;
import io.headwater.kafka.Topics;
import io.headwater.router.account.Deadlines;
import io.headwater.router.account.Reporting;
import io.headwater.router.backlog.BacklogConfig;
import io.headwater.router.backlog.Delays;
import io.headwater.router.backlog.Park;
import io.headwater.router.dead.DeadLetters;
import io.headwater.router.deliver.Placement;
import io.headwater.router.duplicates.Duplicates;
import io.headwater.router.duplicates.DuplicatesConfig;
import io.headwater.router.duplicates.Index;
import io.headwater.router.gaps.SdkGaps;
import io.headwater.router.lane.Lane;
import io.headwater.router.lane.Lanes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log, the delay topics and the backlogs, hands each event to the lanes of its destinations, and commits what
 * is settled. The lanes live on its context.
 */
public final class ConsumerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerVerticle.class);
    private static final String NAME = "headwater-router";
    private static final long CLOSE_PRODUCER_MILLIS = 1_000;
    private static final long GAPS_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 2_000;
    private static final long SIGN_MILLIS = 5_000;
    private static final long STOP_READING_MILLIS = 1_000;
    /* Of the time there is for draining, one fifth is kept for the last commit. */
    private static final long COMMITS_SHARE = 5;

    private final Settings settings;
    private final KafkaClients clients;
    private final Lanes lanes;
    private final Operated operated;
    private final MeterRegistry meters;
    private final Stall stall;
    private final Plan first;
    private volatile Optional<Running> running = Optional.empty();

    /**
     * How it reads and how long it may take to stop.
     *
     * @param region whose Kafka it reads
     * @param reportEvery how often the ledger is told what it did; 0 for never
     * @param awaitSources for a source to become known whose events are there already
     * @param drain for attempts under way when it stops, and the last commit
     */
    public record Settings(
            ConsumeConfig consume,
            DuplicatesConfig duplicates,
            BacklogConfig backlog,
            String region,
            Duration reportEvery,
            Duration awaitSources,
            Duration drain) {}

    private record Running(
            LogAdmin admin,
            LogProducer producer,
            LogReaders readers,
            Map<String, Duplicates> remembering,
            Readings readings,
            OpenLanes lanes,
            Deadlines deadlines,
            Groups groups,
            Context context,
            long looks) {}

    public ConsumerVerticle(
            Settings settings, KafkaClients clients, Plan plan, Lanes lanes, Operated operated, MeterRegistry meters) {
        this.settings = settings;
        this.clients = clients;
        this.first = plan;
        this.lanes = lanes;
        this.operated = operated;
        this.meters = meters;
        this.stall = new Stall(plan.stalledAfter());
    }

    /** Whether every group has given it its partitions, be it none. */
    public boolean hasJoined() {
        return running.map(each -> each.groups().haveJoined()).orElse(false);
    }

    /** Why the router should be started anew: what is there to be settled is not. */
    public Optional<String> stalled() {
        return stall.problem();
    }

    /**
     * Delivers by another plan from now on; completes when it does. What stands there as before is not touched.
     *
     * @param still is told of each destination that stands there no more, or otherwise, when nothing that was sent to it as it
     *     stood before is under way
     */
    public Future<Void> change(Plan to, Consumer<Placement> still) {
        return running.map(parts -> change(parts, to, still))
                .orElseGet(() -> Future.failedFuture("The router does not read yet"));
    }

    private Future<Void> change(Running parts, Plan to, Consumer<Placement> still) {
        Promise<Void> changed = Promise.promise();
        parts.context().runOnContext(next -> {
            stall.allow(to.stalledAfter());
            parts.deadlines().change(to.objectives());
            List<OpenLanes.Open> over = parts.lanes().change(to.destinations());
            operated.opened(parts.lanes().byDestination());
            parts.groups().change(to, over, still);
            changed.complete();
        });
        return changed.future();
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> new LogAdmin(vertx, clients, NAME + "-admin"))
                .compose(admin -> admin.topics().compose(topics -> read(admin, topics)));
    }

    /** Finishes the attempts under way, commits, and leaves the groups. */
    @Override
    public Future<?> stop() {
        return running.map(this::drain).orElse(Future.succeededFuture());
    }

    private Future<?> read(LogAdmin admin, Set<String> topics) {
        LogProducer producer = new LogProducer(vertx, clients, NAME + "-aside");
        producer.prepare(List.of(Topics.LEDGER, Topics.INDEX, Topics.DEAD)); // the first append waits behind it
        DeadMeters dead = new DeadMeters(meters);
        Reporting reporting = new Reporting(
                settings.consume().group(),
                settings.region(),
                !settings.reportEvery().isZero(),
                durable(producer, "headwater.ledger.failures", "Appends to hw.ledger that failed and are made again"));
        if (!settings.reportEvery().isZero()) {
            vertx.setPeriodic(settings.reportEvery().toMillis(), tick -> reporting.report());
            vertx.setPeriodic(0, SIGN_MILLIS, tick -> reporting.sign());
        }
        Deadlines deadlines = new Deadlines(first.objectives(), settings.region(), meters);
        vertx.setPeriodic(Deadlines.TICK_MILLIS, tick -> deadlines.sweep(Instant.now()));
        Aside aside = aside(producer, reporting, deadlines);
        Offering offering = new Offering(aside, new Bypass(operated, aside, dead));
        Undeliverable undeliverable = new Undeliverable(aside, dead);
        Readings readings = new Readings(vertx, clients, admin, settings.consume(), undeliverable, meters, reporting);
        OpenLanes open = new OpenLanes(placement -> lanes.open(vertx, placement, readings.supply()));
        open.change(first.destinations());
        operated.opened(open.byDestination());
        String group = settings.consume().group();
        LogReaders readers = new LogReaders(vertx, clients);
        Index index = new Index(vertx, producer, meters);
        Map<String, Duplicates> remembering = new HashMap<>();
        Function<String, Duplicates> duplicates =
                kind -> remembering.computeIfAbsent(kind, each -> duplicates(each, readers, index));
        SdkGaps gaps = new SdkGaps(System::nanoTime, meters);
        vertx.setPeriodic(GAPS_MILLIS, tick -> gaps.forgetSilent());
        Groups groups = new Groups(
                group,
                readings,
                open,
                offering,
                undeliverable,
                duplicates,
                gaps,
                new Newcomers(settings.awaitSources(), Clock.systemUTC()));
        running = Optional.of(new Running(
                admin,
                producer,
                readers,
                remembering,
                readings,
                open,
                deadlines,
                groups,
                vertx.getOrCreateContext(),
                lookAtBacklogs(admin, readings)));
        return groups.join(first, topics)
                .onSuccess(events -> vertx.setPeriodic(LOOK_MILLIS, tick -> look(admin, events)));
    }

    /* Of the reading for everybody: the others may well wait for a destination. */
    private void look(LogAdmin admin, Reading events) {
        admin.ends(events.partitions())
                .onSuccess(ends -> stall.look(events.safe(), ends, System.nanoTime()))
                .onFailure(away -> stall.forget());
    }

    private Duplicates duplicates(String kind, LogReaders readers, Index index) {
        return new Duplicates(
                settings.duplicates(),
                new Duplicates.Parts(
                        vertx,
                        readers,
                        Readings.isForEverybody(kind) ? Optional.of(index) : Optional.empty(),
                        settings.consume().retryEvery(),
                        Clock.systemUTC(),
                        meters),
                kind);
    }

    private Aside aside(LogProducer producer, Reporting reporting, Deadlines deadlines) {
        DurableLog log = durable(
                producer,
                "headwater.aside.failures",
                "Appends to backlogs, delay topics and dead letters that failed and are made again");
        Clock clock = Clock.systemUTC();
        return new Aside(
                new Park(log, clock),
                new Delays(log, settings.backlog(), clock),
                new DeadLetters(log, clock),
                reporting.accounts(),
                deadlines);
    }

    private DurableLog durable(LogProducer producer, String name, String description) {
        Counter failures = Counter.builder(name).description(description).register(meters);
        return new DurableLog(vertx, producer, settings.consume().retryEvery(), failures::increment);
    }

    private long lookAtBacklogs(LogAdmin admin, Readings readings) {
        String group = Groups.backlog(settings.consume().group());
        BacklogSizes sizes = new BacklogSizes(admin, group, meters);
        return vertx.setPeriodic(settings.backlog().sizeEvery().toMillis(), look -> sizes.look(readings.partitions()));
    }

    private Future<?> drain(Running parts) {
        vertx.cancelTimer(parts.looks());
        parts.readings().stop();
        List<Future<Void>> still = new ArrayList<>();
        for (Lane lane : parts.lanes().all()) {
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
                .transform(done -> parts.readings().leave(commit))
                .transform(done -> Future.join(parts.remembering().values().stream()
                                .map(Duplicates::stop)
                                .toList())
                        .timeout(STOP_READING_MILLIS, TimeUnit.MILLISECONDS))
                .transform(done -> parts.readers().close())
                .transform(done -> parts.admin().close())
                .transform(done -> parts.producer().close(CLOSE_PRODUCER_MILLIS));
    }
}

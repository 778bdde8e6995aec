package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.config.RegionsConfig;
import io.headwater.config.Size;
import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.headwater.router.Events;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Rate;
import io.headwater.router.deliver.Reason;
import io.headwater.router.deliver.format.Format;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** A lane among fakes. What it is to do is said first; the lane is there from {@link #open} on. */
final class TestLane {
    static final Outcome OK = new Outcome.Delivered(200);
    static final Outcome BUSY = new Outcome.Transient(Reason.SERVER_ERROR, 0);
    static final Outcome LATE = new Outcome.Transient(Reason.TIMEOUT, 0);
    static final Outcome NO = new Outcome.Refused(422, "no such field");
    static final Outcome UNAUTHORIZED = new Outcome.Setup(Reason.UNAUTHORIZED, 0);
    static final Duration LINGER = Duration.ofMillis(20);
    static final Duration FILL = Duration.ofMillis(30);
    static final RetryConfig RETRY = new RetryConfig(
            Duration.ofMillis(100),
            3,
            new RetryConfig.Ladder(Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofDays(3));

    final FakeSurroundings world = new FakeSurroundings();
    final FakeOwed.Kafka kafka = new FakeOwed.Kafka();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final int batchMax;
    private final int inFlight;
    private Duration linger = LINGER;
    private LaneConfig.Capacity capacity = new LaneConfig.Capacity(1_000, Size.parse("16MiB"));
    private LaneConfig.Capacity leaving = new LaneConfig.Capacity(500, Size.parse("4MiB"));
    private Rate rate = Rate.NONE;
    private RetryConfig retry = RETRY;
    private DoubleSupplier random = () -> 1;
    private LaneMemory memory = LaneMemory.of(1L << 40);
    private boolean ordered;
    private Duration within = Duration.ofSeconds(1);

    private TestLane(int batchMax, int inFlight) {
        this.batchMax = batchMax;
        this.inFlight = inFlight;
    }

    static TestLane of(int batchMax, int inFlight) {
        return new TestLane(batchMax, inFlight);
    }

    TestLane linger(Duration time) {
        linger = time;
        return this;
    }

    TestLane capacity(int events) {
        capacity = new LaneConfig.Capacity(events, capacity.bytes());
        return this;
    }

    TestLane leaving(int events) {
        leaving = new LaneConfig.Capacity(events, leaving.bytes());
        return this;
    }

    /** Shares its memory with others. */
    TestLane within(LaneMemory all) {
        memory = all;
        return this;
    }

    TestLane rate(String events) {
        rate = Rate.parse(events);
        return this;
    }

    TestLane retry(RetryConfig other) {
        retry = other;
        return this;
    }

    TestLane random(DoubleSupplier values) {
        random = values;
        return this;
    }

    TestLane within(Duration objective) {
        within = objective;
        return this;
    }

    TestLane ordered() {
        ordered = true;
        return this;
    }

    Lane open() {
        LaneSpec spec = spec();
        return new Lane(
                spec,
                memory,
                new Backoff(retry, random),
                world,
                new LaneMeters(meters, spec.destination(), new LaneGauges(meters, spec.destination())));
    }

    LaneSpec spec() {
        return new LaneSpec(
                new DestinationId("acme", "crm"),
                new LaneConfig(capacity, leaving, 0.5, Duration.ofSeconds(5), FILL, Size.parse("1MiB")),
                batchMax,
                linger.toNanos(),
                inFlight,
                rate,
                within,
                ordered,
                Format.named("json-array"),
                RegionsConfig.ANY);
    }

    FakeOwed owed(String id) {
        return owed(Events.json(id, "{}"));
    }

    FakeOwed owed(LoggedEvent event) {
        return new FakeOwed(event, world.nanos(), kafka);
    }

    /** An event named like {@code a1}: of the key {@code a}. */
    FakeOwed keyed(String id) {
        LoggedEvent made = Events.json(id, "{}");
        Event event = made.event();
        Event keyed = new Event(
                id, event.type(), event.time(), event.subject(), id.substring(0, 1), event.contentType(), event.data());
        return owed(new LoggedEvent(keyed, made.acceptance(), made.line(), made.seq()));
    }

    void offer(Lane lane, String... ids) {
        for (String id : ids) {
            assertThat(lane.offer(owed(id))).isTrue();
        }
    }

    void offerWaiting(Lane lane, String... ids) {
        for (String id : ids) {
            assertThat(lane.offer(owed(id).waiting())).isTrue();
        }
    }

    void offerKeyed(Lane lane, String... ids) {
        for (String id : ids) {
            assertThat(lane.offer(keyed(id).waiting())).isTrue();
        }
    }

    /** Lets the destination fail until the breaker opens on this event, which then waits in memory. */
    void open(Lane lane, String id) {
        offerWaiting(lane, id);
        world.advance(LINGER);
        for (int i = 0; i <= RETRY.quick(); i++) {
            assertThat(gauge("headwater.lane.down")).isZero();
            world.answerAll(BUSY);
            world.advance(i < RETRY.quick() ? RETRY.first() : Duration.ZERO);
        }
        assertThat(gauge("headwater.lane.down")).isEqualTo(1);
    }

    List<String> parked() {
        return kafka.parked.stream().map(FakeOwed.Written::id).toList();
    }

    List<String> delayed() {
        return kafka.delayed.stream().map(FakeOwed.Written::id).toList();
    }

    List<String> buried() {
        return kafka.buried.stream().map(FakeOwed.Buried::id).toList();
    }

    double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    double counted(String name, String... tags) {
        return meters.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The equation the meters obey. */
    void assertBalanced() {
        assertThat(counted("headwater.owed"))
                .isEqualTo(counted("headwater.delivered")
                        + counted("headwater.dead")
                        + counted("headwater.parked")
                        + counted("headwater.delayed")
                        + gauge("headwater.lane.events"));
    }
}

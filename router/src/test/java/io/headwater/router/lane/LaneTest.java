package io.headwater.router.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.config.Size;
import io.headwater.deploy.testkit.FakeClock;
import io.headwater.event.LoggedEvent;
import io.headwater.router.Events;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Reason;
import io.headwater.router.deliver.format.Format;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Outcome OK = new Outcome.Delivered();
    private static final Outcome BUSY = new Outcome.Transient(Reason.SERVER_ERROR);
    private static final Outcome NO = new Outcome.Refused(422, "no such field");
    private static final Duration LINGER = Duration.ofMillis(20);

    private final FakeSurroundings world = new FakeSurroundings();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> settled = new ArrayList<>();
    private final List<Buried> buried = new ArrayList<>();
    private boolean burialsWait;

    private record Buried(String id, DeadLetter letter, Runnable durable) {}

    @Test
    void waitsForARequestToFillAndNoLongerThanItsLinger() {
        Lane lane = lane(3, 8);
        offer(lane, "a", "b");
        world.advance(LINGER.minusNanos(1));
        assertThat(world.sent()).isEmpty();
        world.advance(Duration.ofNanos(1));
        assertThat(world.sent().get(0).ids()).containsExactly("a", "b");
    }

    @Test
    void sendsAFullRequestAtOnce() {
        Lane lane = lane(3, 8);
        offer(lane, "a", "b", "c", "d");
        assertThat(world.sent()).hasSize(1);
        assertThat(world.sent().get(0).ids()).containsExactly("a", "b", "c");
    }

    @Test
    void whatComesTogetherTravelsTogetherEvenWithoutLinger() {
        Lane lane = lane(3, 8, Duration.ZERO);
        offer(lane, "a", "b");
        assertThat(world.sent()).isEmpty();
        world.advance(Duration.ZERO);
        assertThat(world.sent()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("a", "b"));
    }

    @Test
    void boundsTheDataOfARequest() {
        Lane lane = lane(100, 8);
        for (int i = 0; i < 5; i++) {
            lane.offer(owed(Events.json("e" + i, "\"" + "x".repeat(400_000) + "\"")));
        }
        world.advance(LINGER);
        assertThat(world.sent()).extracting(each -> each.ids().size()).containsExactly(2, 2, 1);
    }

    @Test
    void sendsAnEventLargerThanARequestAlone() {
        Lane lane = lane(100, 8);
        lane.offer(owed(Events.json("big", "\"" + "x".repeat(1_500_000) + "\"")));
        assertThat(world.sent().get(0).ids()).containsExactly("big");
    }

    @Test
    void boundsTheHeaderThatNamesTheEvents() {
        Lane lane = lane(100, 8);
        for (int i = 0; i < 20; i++) {
            lane.offer(owed(Events.json("é".repeat(100) + i, "{}")));
        }
        world.advance(LINGER);
        assertThat(world.sent().get(0).ids()).hasSize(10);
    }

    @Test
    void keepsToTheAttemptsAllowedInFlight() {
        Lane lane = lane(1, 2);
        offer(lane, "a", "b", "c");
        assertThat(world.underWay()).hasSize(2);
        world.answer(OK);
        assertThat(world.underWay()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("b"), List.of("c"));
        assertThat(settled).containsExactly("a");
    }

    @Test
    void triesABatchAgainAsItWas() {
        Lane lane = lane(2, 8);
        offer(lane, "a", "b");
        world.answer(BUSY);
        offer(lane, "c", "d");
        world.advance(Duration.ofMillis(100));
        List<FakeSurroundings.Sent> sent = world.sent();
        assertThat(sent)
                .extracting(FakeSurroundings.Sent::ids)
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("a", "b"));
        assertThat(sent.get(2).attempt().number()).isEqualTo(2);
        assertThat(settled).isEmpty();
    }

    @Test
    void retriesForEverOnALadder() {
        Lane lane = lane(1, 1);
        offer(lane, "a");
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            world.answer(BUSY);
            long waited = 0;
            for (; world.underWay().isEmpty(); waited += 50) {
                world.advance(Duration.ofMillis(50));
            }
            waits.add(waited);
        }
        assertThat(waits)
                .containsExactly(100L, 100L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L, 10_000L);
        assertThat(settled).isEmpty();
        world.answer(OK);
        assertThat(settled).containsExactly("a");
    }

    @Test
    void aBatchThatFailsAloneDoesNotHoldUpTheOthers() {
        Lane lane = lane(1, 1);
        offer(lane, "bad");
        world.answer(BUSY);
        for (int i = 0; i < 50; i++) {
            offer(lane, "good" + i);
            world.answer(OK);
        }
        assertThat(settled).hasSize(50);
    }

    @Test
    void probesAFailingDestinationInsteadOfFloodingIt() {
        Lane lane = lane(1, 4);
        for (int i = 0; i < 1_000; i++) {
            offer(lane, "e" + i);
        }
        failAllFor(Duration.ofSeconds(60));
        Set<String> tried = new HashSet<>();
        world.sent().forEach(each -> tried.addAll(each.ids()));
        assertThat(tried.size()).isBetween(5, 25);
        assertThat(world.sent().size()).isLessThan(400);
    }

    @Test
    void threeBadEventsInARowDoNotStopTheRest() {
        Lane lane = lane(1, 1);
        offer(lane, "bad1", "bad2", "bad3", "good1", "good2");
        for (int i = 0; i < 400 && settled.size() < 2; i++) {
            answerAll(each -> each.startsWith("bad") ? BUSY : OK);
            world.advance(Duration.ofMillis(50));
        }
        assertThat(settled).containsExactly("good1", "good2");
    }

    @Test
    void deliversEverythingOnceTheDestinationIsBack() {
        Lane lane = lane(10, 4);
        for (int i = 0; i < 500; i++) {
            offer(lane, "e" + i);
        }
        failAllFor(Duration.ofSeconds(20));
        for (int i = 0; i < 2_000 && settled.size() < 500; i++) {
            answerAll(id -> OK);
            world.advance(Duration.ofMillis(50));
        }
        assertThat(new HashSet<>(settled)).hasSize(500);
        assertThat(settled).hasSize(500);
        assertThat(gauge("headwater.lane.events")).isZero();
    }

    @Test
    void leavesTheDestinationAloneAsLongAsItAsksWithinTwoSteps() {
        Lane lane = lane(1, 4);
        offer(lane, "a");
        world.answer(new Outcome.Throttled(Duration.ofMillis(150)));
        offer(lane, "b");
        world.advance(Duration.ofMillis(149));
        assertThat(world.sent()).hasSize(1);
        world.advance(Duration.ofMillis(1));
        assertThat(world.underWay()).hasSize(2);
    }

    @Test
    void neitherAnAbsurdNorAnEmptyWishIsTakenAtItsWord() {
        Lane lane = lane(1, 1);
        offer(lane, "a");
        world.answer(new Outcome.Throttled(Duration.ofDays(30_000)));
        world.advance(Duration.ofMillis(200));
        assertThat(world.underWay()).hasSize(1);
        world.answer(new Outcome.Throttled(Duration.ZERO));
        world.advance(Duration.ofMillis(99));
        assertThat(world.underWay()).isEmpty();
        world.advance(Duration.ofMillis(1));
        assertThat(world.underWay()).hasSize(1);
    }

    @Test
    void findsThePoisonEventAndDeliversTheRest() {
        Lane lane = lane(8, 8);
        offer(lane, "a", "b", "c", "d", "poison", "f", "g", "h");
        for (int i = 0; i < 20; i++) {
            answerBatches(ids -> ids.contains("poison") ? NO : OK);
        }
        assertThat(settled).containsExactlyInAnyOrder("a", "b", "c", "d", "f", "g", "h", "poison");
        assertThat(buried).singleElement().satisfies(each -> {
            assertThat(each.id()).isEqualTo("poison");
            assertThat(each.letter().tenant()).isEqualTo("acme");
            assertThat(each.letter().destination()).isEqualTo("crm");
            assertThat(each.letter().answer()).contains(new DeadLetter.Answered(422, "no such field"));
            assertThat(each.letter().attempts()).isEqualTo(4);
        });
    }

    @Test
    void settlesADeadLetterOnlyWhenItIsDurable() {
        burialsWait = true;
        Lane lane = lane(1, 1);
        offer(lane, "poison");
        world.answer(NO);
        assertThat(settled).isEmpty();
        assertThat(gauge("headwater.lane.events")).isEqualTo(1);
        buried.get(0).durable().run();
        assertThat(settled).containsExactly("poison");
        assertThat(gauge("headwater.lane.events")).isZero();
    }

    @Test
    void twentyRefusalsInARowAreTheDestinationsFaultAndNotTheEvents() {
        Lane lane = lane(1, 1);
        for (int i = 0; i < 100; i++) {
            offer(lane, "e" + i);
        }
        for (int i = 0; i < 2_000; i++) {
            answerBatches(ids -> NO);
            world.advance(Duration.ofMillis(50));
        }
        assertThat(buried).hasSize(19);
        assertThat(gauge("headwater.lane.setup")).isEqualTo(1);

        for (int i = 0; i < 2_000 && settled.size() < 100; i++) {
            answerBatches(ids -> OK);
            world.advance(Duration.ofMillis(50));
        }
        assertThat(settled).hasSize(100);
        assertThat(buried).hasSize(19);
        assertThat(gauge("headwater.lane.setup")).isZero();
    }

    @Test
    void aSetupFailureIsRetriedAndShown() {
        Lane lane = lane(1, 1);
        offer(lane, "a");
        world.answer(new Outcome.Setup(Reason.UNAUTHORIZED));
        assertThat(gauge("headwater.lane.setup")).isEqualTo(1);
        assertThat(buried).isEmpty();
        world.advance(Duration.ofMillis(100));
        world.answer(OK);
        assertThat(gauge("headwater.lane.setup")).isZero();
        assertThat(meters.get("headwater.attempts")
                        .tags("outcome", "setup", "reason", "401")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatCannotStandInTheFormatIsADeadLetterAndSpoilsNoBatch() {
        Lane lane = lane(2, 8);
        offer(lane, "a");
        lane.offer(owed(Events.of("binary", "image/png", new byte[] {1, 2})));
        offer(lane, "b");
        assertThat(world.sent().get(0).ids()).containsExactly("a", "b");
        assertThat(buried).extracting(Buried::id).containsExactly("binary");
        assertThat(buried.get(0).letter().reason()).contains("not JSON");
        assertThat(buried.get(0).letter().attempts()).isZero();
    }

    @Test
    void refusesWhenFullAndSaysWhenThereIsRoom() {
        Lane lane = lane(1, 1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(lane.offer(owed(Events.json("e" + i, "{}")))).isTrue();
        }
        assertThat(lane.offer(owed(Events.json("late", "{}")))).isFalse();
        assertThat(world.rooms()).isZero();
        world.answer(OK);
        assertThat(world.rooms()).isEqualTo(1);
        assertThat(lane.offer(owed(Events.json("late", "{}")))).isTrue();
        world.answer(OK);
        assertThat(world.rooms()).isEqualTo(1);
    }

    @Test
    void isBoundedByBytesAsWell() {
        Lane lane = lane(1, 1);
        String half = "\"" + "x".repeat(9 << 20) + "\"";
        assertThat(lane.offer(owed(Events.json("a", half)))).isTrue();
        assertThat(lane.offer(owed(Events.json("b", half)))).isFalse();
    }

    @Test
    void anEmptyLaneTakesAnyEvent() {
        Lane lane = lane(1, 1);
        assertThat(lane.offer(owed(Events.json("huge", "\"" + "x".repeat(20 << 20) + "\""))))
                .isTrue();
    }

    @Test
    void stopsWhenWhatIsUnderWayHasEnded() {
        Lane lane = lane(10, 1);
        offer(lane, "a");
        List<String> still = new ArrayList<>();
        lane.stop(() -> still.add("still"));
        assertThat(world.underWay()).hasSize(1);
        assertThat(still).isEmpty();
        assertThat(lane.offer(owed(Events.json("b", "{}")))).isFalse();
        world.answer(BUSY);
        assertThat(still).containsExactly("still");
        world.advance(Duration.ofMinutes(1));
        assertThat(world.underWay()).isEmpty();
    }

    @Test
    void countsWhatItIsOwedAsDeliveredDeadOrHeld() {
        Lane lane = lane(1, 2);
        offer(lane, "a", "poison", "b", "c");
        answerBatches(ids -> ids.contains("poison") ? NO : OK);
        double delivered = meters.get("headwater.delivered").counter().count();
        double dead =
                meters.get("headwater.dead").tag("reason", "refused").counter().count();
        assertThat(delivered).isEqualTo(1);
        assertThat(dead).isEqualTo(1);
        assertThat(meters.get("headwater.owed").counter().count())
                .isEqualTo(delivered + dead + gauge("headwater.lane.events"));
        assertThat(meters.get("headwater.lag").tag("hop", "total").timer().count())
                .isEqualTo(1);
    }

    @Test
    void setsNoMoreTimersThanItNeeds() {
        Lane lane = lane(100, 1);
        for (int i = 0; i < 1_000; i++) {
            offer(lane, "e" + i);
        }
        assertThat(world.timers()).isLessThan(5);
    }

    private Lane lane(int batchMax, int inFlight) {
        return lane(batchMax, inFlight, LINGER);
    }

    private Lane lane(int batchMax, int inFlight, Duration linger) {
        LaneSpec spec = new LaneSpec(
                new DestinationId("acme", "crm"),
                new LaneConfig.Capacity(1_000, Size.parse("16MiB")),
                batchMax,
                linger.toNanos(),
                1 << 20,
                inFlight,
                Format.named("json-array"));
        Backoff backoff = new Backoff(new RetryConfig(Duration.ofMillis(100), 3, Duration.ofSeconds(10)), () -> 1);
        return new Lane(
                spec, backoff, world, new LaneMeters(meters, spec.destination()), FakeClock.at(Events.ACCEPTED));
    }

    private void offer(Lane lane, String... ids) {
        for (String id : ids) {
            assertThat(lane.offer(owed(Events.json(id, "{}")))).isTrue();
        }
    }

    private void failAllFor(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed += 50) {
            answerBatches(ids -> BUSY);
            world.advance(Duration.ofMillis(50));
        }
    }

    private void answerAll(Function<String, Outcome> one) {
        answerBatches(ids -> one.apply(ids.get(0)));
    }

    private void answerBatches(Function<List<String>, Outcome> answers) {
        for (FakeSurroundings.Sent each : world.underWay()) {
            world.answer(answers.apply(each.ids()));
        }
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private Owed owed(LoggedEvent event) {
        long consumedAt = world.nanos();
        return new Owed() {
            @Override
            public LoggedEvent event() {
                return event;
            }

            @Override
            public int weight() {
                return event.event().id().getBytes(UTF_8).length
                        + event.event().data().length();
            }

            @Override
            public long consumedAt() {
                return consumedAt;
            }

            @Override
            public void bury(DeadLetter letter, Runnable durable) {
                buried.add(new Buried(event.event().id(), letter, durable));
                if (!burialsWait) {
                    durable.run();
                }
            }

            @Override
            public void settled() {
                settled.add(event.event().id());
            }
        };
    }
}

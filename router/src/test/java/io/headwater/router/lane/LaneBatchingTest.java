package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.LINGER;
import static io.headwater.router.lane.TestLane.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.Events;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneBatchingTest {

    @Test
    void waitsForARequestToFillAndNoLongerThanItsLinger() {
        TestLane test = TestLane.of(3, 8);
        test.offer(test.open(), "a", "b");
        test.world.advance(LINGER.minusNanos(1));
        assertThat(test.world.sent()).isEmpty();
        test.world.advance(Duration.ofNanos(1));
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"));
    }

    @Test
    void sendsAFullRequestAtOnce() {
        TestLane test = TestLane.of(3, 8);
        test.offer(test.open(), "a", "b", "c", "d");
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void whatComesTogetherTravelsTogetherEvenWithoutLinger() {
        TestLane test = TestLane.of(3, 8).linger(Duration.ZERO);
        test.offer(test.open(), "a", "b");
        assertThat(test.world.sent()).isEmpty();
        test.world.advance(Duration.ZERO);
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"));
    }

    @Test
    void whileMoreComesARequestWaitsForIt() {
        TestLane test = TestLane.of(3, 8).linger(Duration.ZERO);
        Lane lane = test.open();
        test.world.moreComes(true);
        test.offer(lane, "a", "b");
        test.world.advance(TestLane.FILL.minusMillis(1));
        assertThat(test.world.sent()).isEmpty();
        test.world.advance(Duration.ofMillis(1));
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"));
        test.offer(lane, "c", "d", "e");
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"), List.of("c", "d", "e"));
    }

    @Test
    void andWhenNoMoreComesItGoesAtOnce() {
        TestLane test = TestLane.of(3, 8).linger(Duration.ZERO);
        Lane lane = test.open();
        test.world.moreComes(true);
        test.offer(lane, "a");
        test.world.moreComes(false);
        test.offer(lane, "b");
        test.world.advance(Duration.ZERO);
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"));
    }

    @Test
    void whatHasLittleTimeWaitsForATwentiethOfIt() {
        TestLane test = TestLane.of(3, 8).linger(Duration.ZERO).within(Duration.ofMillis(100));
        Lane lane = test.open();
        test.world.moreComes(true);
        test.offer(lane, "a", "b");
        test.world.advance(Duration.ofMillis(5));
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"));
    }

    @Test
    void aBacklogAndALaneWithoutRoomForItWaitForNothingMore() {
        TestLane test = TestLane.of(3, 8).linger(Duration.ZERO);
        Lane lane = test.open();
        test.world.moreComes(true);
        test.offerWaiting(lane, "a", "b");
        test.world.advance(Duration.ZERO);
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"));
        TestLane small = TestLane.of(3, 8).linger(Duration.ZERO).capacity(11);
        Lane narrow = small.open();
        small.world.moreComes(true);
        small.offer(narrow, "a", "b");
        small.world.advance(Duration.ZERO);
        assertThat(small.world.sentIds()).containsExactly(List.of("a", "b"));
    }

    @Test
    void boundsTheDataOfARequest() {
        TestLane test = TestLane.of(100, 8);
        Lane lane = test.open();
        for (int i = 0; i < 5; i++) {
            lane.offer(test.owed(Events.json("e" + i, "\"" + "x".repeat(400_000) + "\"")));
        }
        test.world.advance(LINGER);
        assertThat(test.world.sentIds()).extracting(List::size).containsExactly(2, 2, 1);
    }

    @Test
    void sendsAnEventLargerThanARequestAlone() {
        TestLane test = TestLane.of(100, 8);
        test.open().offer(test.owed(Events.json("big", "\"" + "x".repeat(1_500_000) + "\"")));
        assertThat(test.world.sentIds()).containsExactly(List.of("big"));
    }

    @Test
    void boundsTheHeaderThatNamesTheEvents() {
        TestLane test = TestLane.of(100, 8);
        Lane lane = test.open();
        for (int i = 0; i < 20; i++) {
            lane.offer(test.owed(Events.json("é".repeat(100) + i, "{}")));
        }
        test.world.advance(LINGER);
        assertThat(test.world.sentIds().get(0)).hasSize(10);
    }

    @Test
    void keepsToTheAttemptsAllowedInFlight() {
        TestLane test = TestLane.of(1, 2);
        test.offer(test.open(), "a", "b", "c");
        assertThat(test.world.underWay()).hasSize(2);
        test.world.answer(OK);
        assertThat(test.world.underWay())
                .extracting(FakeSurroundings.Sent::ids)
                .containsExactly(List.of("b"), List.of("c"));
        assertThat(test.kafka.settled).containsExactly("a");
    }

    @Test
    void sendsWhatIsFreshBeforeTheBacklog() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offerWaiting(lane, "old1", "old2", "old3");
        test.offer(lane, "new1", "new2");
        test.world.answerFor(Duration.ofMillis(100), OK);
        assertThat(test.kafka.settled).containsExactly("old1", "new1", "new2", "old2", "old3");
    }

    @Test
    void marksAReplayAndMixesItWithNothingElse() {
        TestLane test = TestLane.of(10, 8);
        Lane lane = test.open();
        lane.offer(test.owed("a").waiting());
        lane.offer(test.owed("r1").replayed("monday"));
        lane.offer(test.owed("r2").replayed("monday"));
        lane.offer(test.owed("s1").replayed("tuesday"));
        test.world.advance(LINGER);
        assertThat(test.world.sentIds()).containsExactly(List.of("a"), List.of("r1", "r2"), List.of("s1"));
        assertThat(test.world.sent())
                .extracting(each -> each.attempt().replay())
                .containsExactly("", "monday", "tuesday");
    }

    @Test
    void whatHasFailedAloneBeforeTravelsAlone() {
        TestLane test = TestLane.of(10, 8);
        Lane lane = test.open();
        test.offer(lane, "a", "b");
        lane.offer(test.owed("suspect").standing(new Standing(4, Duration.ofSeconds(5), "5xx", 1, 1, false)));
        test.offer(lane, "c");
        test.world.advance(LINGER);
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"), List.of("suspect"), List.of("c"));
    }

    @Test
    void whatCannotStandInTheFormatIsADeadLetterAndSpoilsNoBatch() {
        TestLane test = TestLane.of(2, 8);
        Lane lane = test.open();
        test.offer(lane, "a");
        lane.offer(test.owed(Events.of("binary", "image/png", new byte[] {1, 2})));
        test.offer(lane, "b");
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"));
        assertThat(test.kafka.buried).singleElement().satisfies(each -> {
            assertThat(each.id()).isEqualTo("binary");
            assertThat(each.letter().reason()).startsWith("unfit: ").contains("not JSON");
            assertThat(each.letter().attempts()).isZero();
        });
        assertThat(test.counted("headwater.dead", "reason", "unfit")).isEqualTo(1);
    }

    @Test
    void keepsToTheRateLimitWhateverTheSizeOfABatch() {
        TestLane test = TestLane.of(50, 8).rate("100/s");
        Lane lane = test.open();
        for (int i = 0; i < 500; i++) {
            test.offerWaiting(lane, "e" + i);
        }
        test.world.answerFor(Duration.ofMillis(2_500), OK);
        assertThat(test.kafka.settled.size()).isBetween(200, 300);
        test.world.answerFor(Duration.ofSeconds(3), OK);
        assertThat(test.kafka.settled).hasSize(500);
    }

    @Test
    void setsNoMoreTimersThanItNeeds() {
        TestLane test = TestLane.of(100, 1);
        Lane lane = test.open();
        for (int i = 0; i < 1_000; i++) {
            test.offer(lane, "e" + i);
        }
        assertThat(test.world.timers()).isLessThan(5);
    }
}

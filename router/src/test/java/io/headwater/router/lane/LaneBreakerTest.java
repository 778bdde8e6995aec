package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.BUSY;
import static io.headwater.router.lane.TestLane.OK;
import static io.headwater.router.lane.TestLane.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneBreakerTest {

    @Test
    void opensWhenTheQuickTriesHaveFailedAndParksWhatItHolds() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        for (int i = 0; i < 100; i++) {
            test.offer(lane, "e" + i);
        }
        test.world.answerFor(Duration.ofMillis(290), BUSY);
        assertThat(test.gauge("headwater.lane.down")).isZero();
        test.world.answerFor(Duration.ofMillis(110), BUSY);
        assertThat(test.gauge("headwater.lane.down")).isEqualTo(1);
        assertThat(test.parked()).hasSize(100).doesNotHaveDuplicates();
        assertThat(test.kafka.settled).hasSize(100);
        assertThat(test.counted("headwater.parked", "reason", "down")).isEqualTo(100);
        assertThat(test.gauge("headwater.lane.events")).isZero();
        test.assertBalanced();
    }

    @Test
    void letsNewBatchesOutOneAtATimeOnceThreeHaveFailed() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        for (int i = 0; i < 1_000; i++) {
            test.offer(lane, "e" + i);
        }
        test.world.answerFor(Duration.ofMillis(290), BUSY);
        assertThat(test.world.sentIds().stream().distinct()).hasSizeBetween(4, 10);
    }

    @Test
    void remembersAttemptsAndReasonOfWhatItParks() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.offer(lane, "tried");
        test.world.answerFor(Duration.ofSeconds(1), BUSY);
        assertThat(test.kafka.parked)
                .containsExactly(new FakeOwed.Written("tried", new Standing(4, Duration.ZERO, "5xx", 0, 0, true)));
    }

    @Test
    void parksWhatComesWhileItIsOpenAndRefusesWhatWaits() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.open(lane, "a");
        assertThat(lane.offer(test.owed("fresh"))).isTrue();
        assertThat(test.parked()).containsExactly("fresh");
        assertThat(lane.offer(test.owed("next").waiting())).isTrue();
        assertThat(lane.offer(test.owed("after").waiting())).isFalse();
        assertThat(test.world.rooms()).isZero();
    }

    @Test
    void probesOnALadderWithOneBatchAtATime() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.open(lane, "a");
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            long waited = 0;
            for (; test.world.underWay().isEmpty() && waited < 4_000; waited++) {
                test.world.advance(Duration.ofSeconds(1));
            }
            waits.add(waited);
            assertThat(test.world.underWay()).hasSize(1);
            test.world.answerAll(BUSY);
        }
        assertThat(waits)
                .containsExactly(
                        1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1_024L, 2_048L, 3_600L, 3_600L, 3_600L);
        assertThat(test.counted("headwater.lane.probes")).isEqualTo(15);
        assertThat(test.kafka.settled).isEmpty();
    }

    @Test
    void holdsWhatTheDestinationAsksForBetweenOneAndTwoStepsOfTheLadder() {
        TestLane test = TestLane.of(1, 4);
        test.open(test.open(), "a");
        test.world.advance(Duration.ofSeconds(1));
        test.world.answer(new Outcome.Throttled(Duration.ofDays(1), 0));
        test.world.advance(Duration.ofMillis(3_999));
        assertThat(test.world.underWay()).isEmpty();
        test.world.advance(Duration.ofMillis(1));
        assertThat(test.world.underWay()).hasSize(1);
    }

    @Test
    void takesAFreshEventForAProbeWhenNothingElseIsThere() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.offer(lane, "a");
        test.world.answerFor(Duration.ofMillis(400), BUSY);
        test.offer(lane, "early");
        assertThat(test.parked()).containsExactly("a", "early");
        test.world.advance(Duration.ofSeconds(2));
        test.offer(lane, "probe", "other");
        assertThat(test.world.underWay())
                .singleElement()
                .satisfies(each -> assertThat(each.ids()).containsExactly("probe"));
        assertThat(test.parked()).containsExactly("a", "early", "other");
        test.world.answer(BUSY);
        assertThat(test.parked()).containsExactly("a", "early", "other", "probe");
    }

    @Test
    void oneBadEventAtTheHeadOfTheBacklogDoesNotKeepItShut() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.open(lane, "bad");
        test.offerWaiting(lane, "good");
        test.world.answerFor(Duration.ofSeconds(2), ids -> ids.contains("bad") ? BUSY : OK);
        assertThat(test.kafka.settled).containsExactly("good", "bad");
        assertThat(test.delayed()).containsExactly("bad");
        assertThat(test.gauge("headwater.lane.down")).isZero();
    }

    @Test
    void oneBadEventInABatchDoesNotKeepItShut() {
        TestLane test = TestLane.of(4, 4);
        Lane lane = test.open();
        test.offerWaiting(lane, "a", "b", "bad", "d");
        test.world.answerFor(Duration.ofSeconds(30), ids -> ids.contains("bad") ? BUSY : OK);
        assertThat(test.kafka.settled).contains("a", "b", "d");
    }

    @Test
    void asksForTheNextEventOfTheBacklogWhenAProbeHasFailed() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.open(lane, "a");
        test.offerWaiting(lane, "b");
        assertThat(lane.offer(test.owed("c").waiting())).isFalse();
        test.world.advance(Duration.ofSeconds(1));
        assertThat(test.world.underWay())
                .singleElement()
                .satisfies(each -> assertThat(each.ids()).containsExactly("b"));
        assertThat(test.world.rooms()).isEqualTo(1);
        assertThat(lane.offer(test.owed("c").waiting())).isTrue();
    }

    @Test
    void closesWithTheFirstDeliveryAndThenRampsUp() {
        TestLane test = TestLane.of(1, 8);
        Lane lane = test.open();
        test.open(lane, "a");
        test.offerWaiting(lane, "b");
        assertThat(lane.offer(test.owed("c").waiting())).isFalse();
        test.world.advance(Duration.ofSeconds(1));
        test.world.answer(OK);
        assertThat(test.gauge("headwater.lane.down")).isZero();
        assertThat(test.world.rooms()).isPositive();
        for (int i = 0; i < 100; i++) {
            test.offerWaiting(lane, "e" + i);
        }
        List<Integer> underWay = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            test.world.advance(Duration.ofMillis(10));
            underWay.add(test.world.underWay().size());
            test.world.answerAll(OK);
        }
        assertThat(underWay).containsExactly(2, 4, 8, 8);
    }

    @Test
    void aSetupFailureOpensItAtOnceAndShows() {
        TestLane test = TestLane.of(1, 2);
        Lane lane = test.open();
        test.offer(lane, "a", "b", "c");
        test.world.answer(UNAUTHORIZED);
        assertThat(test.gauge("headwater.lane.setup")).isEqualTo(1);
        assertThat(test.parked()).containsExactly("a", "c");
        assertThat(test.counted("headwater.parked", "reason", "setup")).isEqualTo(2);
        assertThat(lane.state().word()).isEqualTo("setup");
        assertThat(lane.state().reason()).isEqualTo("401");
        assertThat(lane.state().mend()).contains("authentication");
        assertThat(test.counted("headwater.attempts", "outcome", "setup", "reason", "401"))
                .isEqualTo(1);
        test.world.answer(UNAUTHORIZED);
        assertThat(test.parked()).containsExactly("a", "c", "b");
        assertThat(test.buried()).isEmpty();
    }

    @Test
    void resumingProbesAtOnceAndStartsTheLadderAnew() {
        TestLane test = TestLane.of(1, 2);
        Lane lane = test.open();
        test.offerWaiting(lane, "a");
        test.world.advance(TestLane.LINGER);
        test.world.answerFor(Duration.ofHours(5), UNAUTHORIZED);
        assertThat(test.world.underWay()).isEmpty();
        lane.resume();
        assertThat(test.world.underWay()).hasSize(1);
        test.world.answer(UNAUTHORIZED);
        test.world.advance(Duration.ofSeconds(2));
        assertThat(test.world.underWay()).hasSize(1);
        test.world.answer(OK);
        assertThat(test.gauge("headwater.lane.setup")).isZero();
    }

    @Test
    void threeBadEventsInARowDoNotStopTheRest() {
        TestLane test = TestLane.of(1, 1);
        test.offerWaiting(test.open(), "bad1", "bad2", "bad3", "good1", "good2");
        test.world.answerFor(Duration.ofMillis(600), ids -> ids.get(0).startsWith("bad") ? BUSY : OK);
        assertThat(test.kafka.settled).contains("good1", "good2");
    }
}

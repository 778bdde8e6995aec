package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.BUSY;
import static io.headwater.router.lane.TestLane.LATE;
import static io.headwater.router.lane.TestLane.OK;
import static io.headwater.router.lane.TestLane.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneRetryTest {
    @Test
    void triesABatchAgainAsItWas() {
        TestLane test = TestLane.of(2, 8);
        Lane lane = test.open();
        test.offer(lane, "a", "b");
        test.world.answer(BUSY);
        test.offer(lane, "c", "d");
        test.world.advance(Duration.ofMillis(100));
        assertThat(test.world.sentIds()).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("a", "b"));
        assertThat(test.world.sent().get(2).attempt().number()).isEqualTo(2);
        assertThat(test.kafka.settled).isEmpty();
    }

    @Test
    void aBatchThatFailsAloneDoesNotHoldUpTheOthers() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offer(lane, "bad");
        test.world.answer(BUSY);
        for (int i = 0; i < 50; i++) {
            test.offer(lane, "good" + i);
            test.world.answer(OK);
        }
        assertThat(test.kafka.settled).hasSize(50);
    }

    @Test
    void anEventThatFailsWhileOthersAreDeliveredGoesToADelayTopicAfterItsQuickTries() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.offer(lane, "bad");
        test.world.answer(BUSY);
        test.offer(lane, "good");
        test.world.answerFor(Duration.ofMillis(500), LaneRetryTest::onlyBadFails);
        assertThat(test.delayed()).containsExactly("bad");
        Standing standing = test.kafka.delayed.get(0).standing();
        assertThat(standing.attempts()).isEqualTo(4);
        assertThat(standing.reason()).isEqualTo("5xx");
        assertThat(standing.retried()).isBetween(Duration.ofMillis(300), Duration.ofMillis(400));
        assertThat(standing.delays()).isZero();
        assertThat(test.kafka.settled).containsExactly("good", "bad");
        assertThat(test.counted("headwater.delayed")).isEqualTo(1);
        assertThat(test.gauge("headwater.lane.down")).isZero();
    }

    @Test
    void aBatchThatFailsWhileOthersAreDeliveredIsHalvedUntilTheBadEventIsAlone() {
        TestLane test = TestLane.of(8, 4);
        Lane lane = test.open();
        test.offer(lane, "a", "b", "c", "d", "bad", "f", "g", "h");
        test.world.answerAll(BUSY);
        for (int i = 0; i < 8; i++) {
            test.offer(lane, "good" + i);
        }
        test.world.answerFor(Duration.ofSeconds(3), LaneRetryTest::onlyBadFails);
        assertThat(test.delayed()).containsExactly("bad");
        assertThat(test.kafka.settled).hasSize(16).contains("a", "b", "c", "d", "f", "g", "h");
        assertThat(test.kafka.delayed.get(0).standing().attempts()).isEqualTo(16);
        assertThat(test.kafka.parked).isEmpty();
        test.assertBalanced();
    }

    @Test
    void anEventThatWasTriedForLongEnoughIsADeadLetter() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        lane.offer(test.owed("bad").standing(new Standing(70, Duration.ofDays(3), "5xx", 20, 20, false)));
        test.world.advance(TestLane.LINGER);
        test.world.answerAll(BUSY);
        test.offer(lane, "good");
        test.world.answerFor(Duration.ofMillis(500), LaneRetryTest::onlyBadFails);
        assertThat(test.kafka.buried).singleElement().satisfies(each -> {
            assertThat(each.letter().reason()).startsWith("expired: ");
            assertThat(each.letter().attempts()).isEqualTo(74);
        });
        assertThat(test.counted("headwater.dead", "reason", "expired")).isEqualTo(1);
    }

    @Test
    void timeInWhichNothingWasDeliveredIsNotTimeSpentOnAnEvent() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.open(lane, "bad");
        test.world.answerFor(Duration.ofHours(100), BUSY);
        test.offerWaiting(lane, "good");
        test.world.answerFor(Duration.ofHours(2), LaneRetryTest::onlyBadFails);
        assertThat(test.buried()).isEmpty();
        assertThat(test.delayed()).containsExactly("bad");
        assertThat(test.kafka.delayed.get(0).standing().retried()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anEventThatIsNotAllowedInAgainAndAgainWhileOthersAreFailsAlone() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        lane.offer(test.owed("bad").standing(new Standing(1, Duration.ZERO, "401", 0, 0, false)));
        test.offer(lane, "good");
        test.world.advance(TestLane.LINGER);
        test.world.answer(UNAUTHORIZED);
        assertThat(test.gauge("headwater.lane.setup")).isEqualTo(1);
        lane.offer(test.owed("good2"));
        test.world.advance(Duration.ofSeconds(2));
        lane.offer(test.owed("good3"));
        test.world.answerAll(OK);
        assertThat(test.gauge("headwater.lane.setup")).isZero();

        lane.offer(test.owed("other"));
        lane.offer(test.owed("bad").standing(new Standing(2, Duration.ZERO, "401", 0, 0, false)));
        test.world.answerFor(Duration.ofMillis(100), ids -> ids.contains("bad") ? UNAUTHORIZED : OK);
        assertThat(test.delayed()).containsExactly("bad");
        assertThat(test.gauge("headwater.lane.setup")).isZero();
    }

    @Test
    void leavesTheDestinationAloneAsLongAsItAsksWithinTwoSteps() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.offer(lane, "a");
        test.world.answer(new Outcome.Throttled(Duration.ofMillis(150), 0));
        test.offer(lane, "b");
        test.world.advance(Duration.ofMillis(149));
        assertThat(test.world.sent()).hasSize(1);
        test.world.advance(Duration.ofMillis(1));
        assertThat(test.world.underWay()).hasSize(2);
    }

    @Test
    void neitherAnAbsurdNorAnEmptyWishIsTakenAtItsWord() {
        TestLane test = TestLane.of(1, 1);
        test.offer(test.open(), "a");
        test.world.answer(new Outcome.Throttled(Duration.ofDays(30_000), 0));
        test.world.advance(Duration.ofMillis(200));
        assertThat(test.world.underWay()).hasSize(1);
        test.world.answer(new Outcome.Throttled(Duration.ZERO, 0));
        test.world.advance(Duration.ofMillis(99));
        assertThat(test.world.underWay()).isEmpty();
        test.world.advance(Duration.ofMillis(1));
        assertThat(test.world.underWay()).hasSize(1);
    }

    @Test
    void aDestinationThatOnlyAsksForLessFailsNoEventAlone() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        test.offerWaiting(lane, "unlucky");
        for (int i = 0; i < 50; i++) {
            test.offerWaiting(lane, "e" + i);
        }
        Outcome later = new Outcome.Throttled(Duration.ZERO, 0);
        test.world.answerFor(Duration.ofSeconds(20), ids -> ids.contains("unlucky") ? later : OK);
        assertThat(test.kafka.settled).hasSize(50);
        assertThat(test.delayed()).isEmpty();
        test.world.answerFor(Duration.ofSeconds(20), OK);
        assertThat(test.kafka.settled).hasSize(51);
    }

    @Test
    void timeoutsShrinkTheLimitAndDeliveriesRaiseItAgain() {
        TestLane test = TestLane.of(1, 8);
        Lane lane = test.open();
        for (int i = 0; i < 100; i++) {
            test.offerWaiting(lane, "e" + i);
        }
        assertThat(test.world.underWay()).hasSize(8);
        test.world.advance(Duration.ofMillis(1));
        test.world.answer(LATE);
        assertThat(test.gauge("headwater.lane.limit")).isEqualTo(4);
        test.world.answerAll(OK);
        test.world.answerFor(Duration.ofMillis(50), OK);
        assertThat(test.gauge("headwater.lane.limit")).isEqualTo(8);
    }

    private static Outcome onlyBadFails(List<String> ids) {
        return ids.contains("bad") ? BUSY : OK;
    }
}

package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A lane whose place another one takes. */
class LaneRetiringTest {
    private static final Outcome OK = new Outcome.Delivered(200);
    private static final Outcome BUSY = new Outcome.Transient(Reason.SERVER_ERROR, 503);

    private final AtomicInteger still = new AtomicInteger();

    @Test
    void parksWhatItHoldsAndWhatStillComesAndEndsWhatIsUnderWay() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offer(lane, "under way", "held");
        test.offerWaiting(lane, "of the backlog");
        lane.retire(still::incrementAndGet);
        assertThat(test.parked()).containsExactlyInAnyOrder("held", "of the backlog");
        test.offer(lane, "later");
        test.offerWaiting(lane, "later of the backlog");
        assertThat(test.parked()).contains("later", "later of the backlog");
        assertThat(still).hasValue(0);
        test.world.answer(OK);
        assertThat(still).hasValue(1);
        assertThat(test.world.underWay()).isEmpty();
        assertThat(test.counted("headwater.parked", "reason", "retired")).isEqualTo(4);
        assertThat(test.gauge("headwater.lane.events")).isZero();
        assertThat(test.gauge("headwater.lane.limit")).isZero();
        test.assertBalanced();
    }

    @Test
    void whatFailsAfterwardsIsParkedAndNotTriedAgain() {
        TestLane test = TestLane.of(1, 2);
        Lane lane = test.open();
        test.offer(lane, "a", "b");
        lane.retire(still::incrementAndGet);
        test.world.answer(BUSY);
        test.world.answer(BUSY);
        test.world.advance(Duration.ofHours(1));
        assertThat(test.world.sent()).hasSize(2);
        assertThat(test.parked()).containsExactlyInAnyOrder("a", "b");
        assertThat(still).hasValue(1);
        assertThat(test.gauge("headwater.lane.down")).isZero();
    }

    @Test
    void withNothingUnderWayItIsStillAtOnceAndSaysSoOnce() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        lane.retire(still::incrementAndGet);
        test.offer(lane, "a");
        assertThat(still).hasValue(1);
    }

    @Test
    void whatIsReadAgainInItsOrderIsNeitherParkedNorSettled() {
        TestLane test = TestLane.of(1, 1).ordered();
        Lane lane = test.open();
        test.offerKeyed(lane, "a1", "a2", "b1");
        lane.retire(still::incrementAndGet);
        assertThat(lane.offer(test.keyed("a3").waiting())).isFalse();
        test.world.answer(BUSY);
        assertThat(still).hasValue(1);
        assertThat(test.parked()).isEmpty();
        assertThat(test.kafka.settled).isEmpty();
        assertThat(test.gauge("headwater.lane.events")).isZero();
        test.world.advance(Duration.ofHours(1));
        assertThat(test.world.sent()).hasSize(1);
    }

    @Test
    void twoLanesOfOneDestinationAreCountedTogether() {
        TestLane test = TestLane.of(1, 1);
        LaneGauges shared = new LaneGauges(test.meters, test.spec().destination());
        LaneGauges.Part old = shared.part();
        LaneGauges.Part young = shared.part();
        old.memory(5, 2, 8);
        old.breaker(true, false, false);
        young.memory(3, 1, 4);
        young.breaker(false, false, false);
        assertThat(test.gauge("headwater.lane.events")).isEqualTo(8);
        assertThat(test.gauge("headwater.lane.down")).isEqualTo(1);
        old.memory(0, 0, 0);
        old.breaker(false, false, false);
        assertThat(test.gauge("headwater.lane.events")).isEqualTo(3);
        assertThat(test.gauge("headwater.lane.limit")).isEqualTo(4);
        assertThat(test.gauge("headwater.lane.down")).isZero();
    }
}

package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.BUSY;
import static io.headwater.router.lane.TestLane.NO;
import static io.headwater.router.lane.TestLane.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneOperationsTest {

    @Test
    void sendsNothingWhilePausedAndParksWhatComes() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offerWaiting(lane, "old");
        test.offer(lane, "a");
        lane.pause();
        assertThat(test.parked()).containsExactly("a");
        test.offer(lane, "b");
        assertThat(test.parked()).containsExactly("a", "b");
        assertThat(test.counted("headwater.parked", "reason", "paused")).isEqualTo(2);
        assertThat(lane.offer(test.owed("older").waiting())).isFalse();
        assertThat(lane.state().word()).isEqualTo("paused");
        assertThat(test.gauge("headwater.lane.paused")).isEqualTo(1);
        test.world.answer(BUSY);
        test.world.advance(Duration.ofHours(1));
        assertThat(test.world.underWay()).isEmpty();

        lane.resume();
        assertThat(test.world.rooms()).isEqualTo(1);
        assertThat(lane.state().word()).isEqualTo("open");
        test.world.answer(OK);
        assertThat(test.kafka.settled).contains("old");
    }

    @Test
    void parksInTheOrderInWhichTheEventsCame() {
        Iterator<Double> waits = List.of(1.0, 0.0).iterator();
        TestLane test = TestLane.of(1, 1).random(waits::next);
        Lane lane = test.open();
        for (String id : List.of("a", "b", "c", "d")) {
            test.offer(lane, id);
            test.world.advance(Duration.ofNanos(1));
        }
        test.world.answer(BUSY);
        test.world.answer(BUSY);
        lane.pause();
        assertThat(test.parked()).containsExactly("a", "b", "d");
    }

    @Test
    void skippingMakesDeadLettersOfWhatIsNotUnderWay() {
        TestLane test = TestLane.of(1, 1).ordered();
        Lane lane = test.open();
        test.offerKeyed(lane, "a1", "a2", "a3", "b1", "c1");
        lane.pause();
        lane.skip();
        assertThat(test.buried()).containsExactlyInAnyOrder("a2", "a3", "b1", "c1");
        assertThat(test.kafka.buried)
                .allSatisfy(each -> assertThat(each.letter().reason()).startsWith("skipped: "));
        assertThat(test.counted("headwater.dead", "reason", "skipped")).isEqualTo(4);
        test.world.answer(OK);
        assertThat(test.gauge("headwater.lane.events")).isZero();
        test.assertBalanced();
    }

    @Test
    void skippingReachesTheHalvesThatWaitForEachOther() {
        TestLane test = TestLane.of(4, 8).ordered();
        Lane lane = test.open();
        test.offerKeyed(lane, "a1", "a2", "a3", "a4");
        test.world.answer(NO);
        lane.skip();
        assertThat(test.buried()).containsExactly("a3", "a4");
        test.world.answer(OK);
        assertThat(test.kafka.settled).containsExactly("a3", "a4", "a1", "a2");
        test.world.advance(Duration.ofHours(1));
        assertThat(test.world.underWay()).isEmpty();
    }

    @Test
    void saysWhatItIsAbout() {
        TestLane test = TestLane.of(1, 4);
        Lane lane = test.open();
        assertThat(lane.state().word()).isEqualTo("open");
        test.open(lane, "a");
        LaneState state = lane.state();
        assertThat(state.word()).isEqualTo("down");
        assertThat(state.reason()).isEqualTo("5xx");
        assertThat(state.mend()).isEmpty();
        assertThat(state.held()).isEqualTo(1);
        assertThat(state.inFlight()).isZero();
        assertThat(state.limit()).isEqualTo(1);
        assertThat(state.nextProbe()).contains(test.world.instant().plusSeconds(1));
        lane.pause();
        assertThat(lane.state().nextProbe()).isEmpty();
    }

    @Test
    void stopsWhenWhatIsUnderWayHasEnded() {
        TestLane test = TestLane.of(10, 1);
        Lane lane = test.open();
        test.offer(lane, "a");
        List<String> still = new ArrayList<>();
        lane.stop(() -> still.add("still"));
        assertThat(test.world.underWay()).hasSize(1);
        assertThat(still).isEmpty();
        assertThat(lane.offer(test.owed("b"))).isFalse();
        test.world.answer(BUSY);
        assertThat(still).containsExactly("still");
        assertThat(lane.state().word()).isEqualTo("stopped");
        test.world.advance(Duration.ofMinutes(1));
        assertThat(test.world.underWay()).isEmpty();
        assertThat(test.parked()).isEmpty();
    }

    @Test
    void stopsWhenWhatIsOnItsWayToKafkaIsDurable() {
        TestLane test = TestLane.of(1, 1).capacity(1);
        test.kafka.slow = true;
        Lane lane = test.open();
        test.offer(lane, "a", "b");
        List<String> still = new ArrayList<>();
        lane.stop(() -> still.add("still"));
        test.world.answer(OK);
        assertThat(still).isEmpty();
        test.kafka.acknowledge();
        assertThat(still).containsExactly("still");
    }

    @Test
    void writesNothingMoreOnceItIsStopped() {
        TestLane test = TestLane.of(1, 1);
        test.kafka.slow = true;
        Lane lane = test.open();
        test.offer(lane, "poison");
        List<String> still = new ArrayList<>();
        lane.stop(() -> still.add("still"));
        test.world.answer(NO);
        assertThat(test.kafka.underWay).isEmpty();
        assertThat(still).containsExactly("still");
    }

    @Test
    void countsWhatItIsOwedAsDeliveredDeadParkedDelayedOrHeld() {
        TestLane test = TestLane.of(1, 2).capacity(4);
        Lane lane = test.open();
        test.offer(lane, "a", "poison", "b", "c", "d");
        test.world.answerAll(ids -> ids.contains("poison") ? NO : OK);
        assertThat(test.counted("headwater.owed")).isEqualTo(5);
        assertThat(test.counted("headwater.delivered")).isEqualTo(1);
        assertThat(test.counted("headwater.dead", "reason", "refused")).isEqualTo(1);
        assertThat(test.counted("headwater.parked", "reason", "full")).isEqualTo(1);
        assertThat(test.gauge("headwater.lane.events")).isEqualTo(2);
        test.assertBalanced();
    }

    @Test
    void timesDeliveriesButNotReplays() {
        TestLane test = TestLane.of(1, 2);
        Lane lane = test.open();
        test.offer(lane, "a");
        lane.offer(test.owed(Events.json("again", "{}")).replayed("monday"));
        test.world.answerFor(Duration.ofMillis(100), OK);
        assertThat(test.counted("headwater.delivered")).isEqualTo(2);
        assertThat(test.meters.get("headwater.lag").tag("hop", "total").timer().count())
                .isEqualTo(1);
    }
}

package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.BUSY;
import static io.headwater.router.lane.TestLane.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.Events;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneParkingTest {

    @Test
    void aFullLaneParksWhatComesAndGoesOn() {
        TestLane test = TestLane.of(1, 1).capacity(10);
        Lane lane = test.open();
        for (int i = 0; i < 30; i++) {
            test.offer(lane, "e" + i);
        }
        assertThat(test.parked()).hasSize(20).startsWith("e10").endsWith("e29");
        assertThat(test.kafka.parked.get(0).standing()).isEqualTo(new Standing(0, Duration.ZERO, "", 0, 0, true));
        assertThat(test.counted("headwater.parked", "reason", "full")).isEqualTo(20);
        assertThat(test.gauge("headwater.lane.events")).isEqualTo(10);
        test.assertBalanced();
    }

    @Test
    void aFullLaneRefusesWhatWaitsAndSaysWhenThereIsRoom() {
        TestLane test = TestLane.of(1, 1).capacity(10);
        Lane lane = test.open();
        test.offer(lane, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        assertThat(lane.offer(test.owed("late").waiting())).isFalse();
        assertThat(test.world.rooms()).isZero();
        test.world.answer(OK);
        assertThat(test.world.rooms()).isEqualTo(1);
        assertThat(lane.offer(test.owed("late").waiting())).isTrue();
        test.world.answer(OK);
        assertThat(test.world.rooms()).isEqualTo(1);
    }

    @Test
    void theBacklogHasAtMostHalfOfTheRoom() {
        TestLane test = TestLane.of(1, 1).capacity(10);
        Lane lane = test.open();
        test.offerWaiting(lane, "a", "b", "c", "d", "e");
        assertThat(lane.offer(test.owed("f").waiting())).isFalse();
        test.offer(lane, "1", "2", "3", "4", "5");
        assertThat(test.parked()).isEmpty();
        test.offer(lane, "6");
        assertThat(test.parked()).containsExactly("6");
    }

    @Test
    void isBoundedByBytesAsWell() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        String half = "\"" + "x".repeat(9 << 20) + "\"";
        assertThat(lane.offer(test.owed(Events.json("a", half)).waiting())).isTrue();
        assertThat(lane.offer(test.owed(Events.json("b", half)).waiting())).isFalse();
    }

    @Test
    void anEmptyLaneTakesAnyEvent() {
        TestLane test = TestLane.of(1, 1);
        String huge = "\"" + "x".repeat(20 << 20) + "\"";
        assertThat(test.open().offer(test.owed(Events.json("huge", huge)))).isTrue();
        assertThat(test.world.underWay()).hasSize(1);
    }

    @Test
    void parksWhatIsInTheLaneForTooLong() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offer(lane, "slow", "a", "b");
        test.world.advance(Duration.ofSeconds(3));
        test.offer(lane, "c");
        test.world.advance(Duration.ofMillis(1_999));
        assertThat(test.parked()).isEmpty();
        test.world.advance(Duration.ofMillis(1));
        assertThat(test.parked()).containsExactly("a", "b");
        assertThat(test.counted("headwater.parked", "reason", "late")).isEqualTo(2);
        test.world.answer(OK);
        assertThat(test.kafka.settled).containsExactly("a", "b", "slow");
        assertThat(test.world.underWay())
                .singleElement()
                .satisfies(each -> assertThat(each.ids()).containsExactly("c"));
    }

    @Test
    void howOldAnEventIsWhenItComesDoesNotMatter() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offer(lane, "slow");
        FakeOwed old = test.owed("old");
        test.world.advance(Duration.ofSeconds(4));
        lane.offer(old);
        test.world.advance(Duration.ofSeconds(4));
        assertThat(test.parked()).isEmpty();
        test.world.advance(Duration.ofSeconds(2));
        assertThat(test.parked()).containsExactly("old");
    }

    @Test
    void anAttemptUnderWayIsParkedOnlyWhenItHasFailed() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offer(lane, "slow");
        test.world.advance(Duration.ofSeconds(9));
        assertThat(test.parked()).isEmpty();
        test.world.answer(BUSY);
        assertThat(test.parked()).containsExactly("slow");
        assertThat(test.kafka.parked.get(0).standing().attempts()).isEqualTo(1);
        assertThat(test.gauge("headwater.lane.down")).isZero();
    }

    @Test
    void whatWaitsIsNeverParked() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.offerWaiting(lane, "slow", "a");
        test.world.advance(Duration.ofMinutes(1));
        test.world.answerFor(Duration.ofSeconds(10), BUSY);
        assertThat(test.parked()).isEmpty();
        test.world.answerFor(Duration.ofHours(1), OK);
        assertThat(test.kafka.settled).containsExactlyInAnyOrder("slow", "a");
    }

    @Test
    void refusesWhatDoesNotWaitOnlyWhileTooManyAreOnTheirWayToKafka() {
        TestLane test = TestLane.of(1, 1).capacity(1).leaving(3);
        test.kafka.slow = true;
        Lane lane = test.open();
        test.offer(lane, "a", "b", "c", "d");
        assertThat(lane.offer(test.owed("e"))).isFalse();
        assertThat(test.gauge("headwater.lane.events")).isEqualTo(4);
        assertThat(test.world.rooms()).isZero();
        test.kafka.acknowledge();
        assertThat(test.world.rooms()).isEqualTo(1);
        assertThat(lane.offer(test.owed("e"))).isTrue();
        test.assertBalanced();
    }

    @Test
    void aLaneThatHoldsMoreThanItsShareParksWhileAnotherStillTakesItsEvents() {
        int weight = TestLane.of(1, 1).owed("a").weight();
        LaneMemory memory = LaneMemory.of(20L * weight); // sixteen events for what is held
        TestLane slow = TestLane.of(1, 1).within(memory);
        Lane hanging = slow.open();
        for (int i = 0; i < 20; i++) {
            slow.offer(hanging, "slow" + i);
        }
        assertThat(slow.parked()).hasSize(6).startsWith("slow14");
        TestLane fast = TestLane.of(1, 1).within(memory);
        Lane other = fast.open();
        fast.offer(other, "first", "second");
        assertThat(fast.parked()).isEmpty();
        slow.offer(hanging, "slow20");
        assertThat(slow.parked()).hasSize(7);
    }

    @Test
    void parksNoMoreAtOnceThanItMayWhenTheBreakerOpens() {
        TestLane test = TestLane.of(1, 4).leaving(10);
        test.kafka.slow = true;
        Lane lane = test.open();
        for (int i = 0; i < 100; i++) {
            test.offer(lane, "e" + i);
        }
        test.world.answerFor(Duration.ofSeconds(1), BUSY);
        assertThat(test.kafka.underWay).hasSize(10);
        assertThat(lane.offer(test.owed("new"))).isFalse();
        for (int i = 0; i < 10; i++) {
            test.kafka.acknowledge();
        }
        assertThat(test.parked()).hasSize(100).doesNotHaveDuplicates();
        assertThat(test.world.rooms()).isPositive();
        assertThat(test.gauge("headwater.lane.events")).isZero();
    }

    @Test
    void aParkedEventIsSettledOnlyWhenItIsDurable() {
        TestLane test = TestLane.of(1, 1).capacity(1);
        test.kafka.slow = true;
        Lane lane = test.open();
        test.offer(lane, "a", "b");
        assertThat(test.kafka.settled).isEmpty();
        test.kafka.acknowledge();
        assertThat(test.kafka.settled).isEqualTo(List.of("b"));
    }
}

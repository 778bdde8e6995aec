package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.NO;
import static io.headwater.router.lane.TestLane.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.dead.DeadLetter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneRefusalTest {

    @Test
    void findsThePoisonEventAndDeliversTheRest() {
        TestLane test = TestLane.of(8, 8);
        test.offer(test.open(), "a", "b", "c", "d", "poison", "f", "g", "h");
        test.world.answerFor(Duration.ofMillis(100), ids -> ids.contains("poison") ? NO : OK);
        assertThat(test.kafka.settled).containsExactlyInAnyOrder("a", "b", "c", "d", "f", "g", "h", "poison");
        assertThat(test.kafka.buried).singleElement().satisfies(each -> {
            assertThat(each.id()).isEqualTo("poison");
            assertThat(each.letter().tenant()).isEqualTo("acme");
            assertThat(each.letter().destination()).isEqualTo("crm");
            assertThat(each.letter().reason()).isEqualTo("refused: the destination refused it");
            assertThat(each.letter().answer()).contains(new DeadLetter.Answered(422, "no such field"));
            assertThat(each.letter().attempts()).isEqualTo(4);
        });
    }

    @Test
    void settlesADeadLetterOnlyWhenItIsDurable() {
        TestLane test = TestLane.of(1, 1);
        test.kafka.slow = true;
        test.offer(test.open(), "poison");
        test.world.answer(NO);
        assertThat(test.kafka.settled).isEmpty();
        assertThat(test.gauge("headwater.lane.events")).isEqualTo(1);
        test.kafka.acknowledge();
        assertThat(test.kafka.settled).containsExactly("poison");
        assertThat(test.gauge("headwater.lane.events")).isZero();
    }

    @Test
    void twentyRefusalsInARowAreTheDestinationsFaultAndNotTheEvents() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        for (int i = 0; i < 100; i++) {
            test.offer(lane, "e" + i);
        }
        test.world.answerFor(Duration.ofMinutes(1), NO);
        assertThat(test.buried()).hasSize(19);
        assertThat(test.parked()).hasSize(81);
        assertThat(lane.state().word()).isEqualTo("setup");
        assertThat(lane.state().reason()).isEqualTo("refuses-all");
        assertThat(test.gauge("headwater.lane.setup")).isEqualTo(1);
        test.assertBalanced();
    }

    @Test
    void refusalsWithADeliveryInBetweenAreTheEventsFault() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        for (int i = 0; i < 100; i++) {
            test.offer(lane, i % 20 == 19 ? "good" + i : "poison" + i);
        }
        test.world.answerFor(Duration.ofSeconds(2), ids -> ids.get(0).startsWith("good") ? OK : NO);
        assertThat(test.buried()).hasSize(95);
        assertThat(test.gauge("headwater.lane.setup")).isZero();
    }

    @Test
    void nothingIsBuriedWhileTheDestinationRefusesEverythingAndADeliveryEndsThat() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        for (int i = 0; i < 100; i++) {
            test.offerWaiting(lane, "e" + i);
        }
        test.world.answerFor(Duration.ofMinutes(10), NO);
        assertThat(test.buried()).hasSize(19);

        test.world.answerFor(Duration.ofHours(1), OK);
        assertThat(test.kafka.settled).hasSize(100);
        assertThat(test.buried()).hasSize(19);
        assertThat(test.gauge("headwater.lane.setup")).isZero();
    }

    @Test
    void aDestinationThatIsBackAndRefusesTheProbeIsProbedWithTheNextAtOnce() {
        TestLane test = TestLane.of(1, 1);
        Lane lane = test.open();
        test.open(lane, "poison");
        test.world.advance(Duration.ofSeconds(1));
        test.world.answer(NO);
        assertThat(test.buried()).containsExactly("poison");
        test.offer(lane, "good");
        assertThat(test.world.underWay()).hasSize(1);
        test.world.answer(OK);
        assertThat(test.gauge("headwater.lane.down")).isZero();
    }
}

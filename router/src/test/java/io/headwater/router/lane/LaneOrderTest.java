package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.BUSY;
import static io.headwater.router.lane.TestLane.LINGER;
import static io.headwater.router.lane.TestLane.NO;
import static io.headwater.router.lane.TestLane.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneOrderTest {

    @Test
    void anEventWaitsForTheEarlierOneOfItsKeyAndOtherKeysGoOn() {
        TestLane test = TestLane.of(1, 8).ordered();
        test.offerKeyed(test.open(), "a1", "a2", "b1", "a3");
        assertThat(test.world.sentIds()).containsExactly(List.of("a1"), List.of("b1"));
        test.world.answer(OK);
        assertThat(test.world.sentIds()).containsExactly(List.of("a1"), List.of("b1"), List.of("a2"));
    }

    @Test
    void aBatchHoldsSeveralOfAKeyInOrder() {
        TestLane test = TestLane.of(4, 8).ordered();
        test.offerKeyed(test.open(), "a1", "b1", "a2", "a3", "a4", "c1");
        test.world.advance(LINGER);
        assertThat(test.world.sentIds()).containsExactly(List.of("a1", "b1", "a2", "a3"), List.of("c1"));
        test.world.answer(OK);
        assertThat(test.world.sentIds()).last().isEqualTo(List.of("a4"));
    }

    @Test
    void aKeyWaitsWhileItsEventIsTriedAgain() {
        TestLane test = TestLane.of(1, 8).ordered();
        Lane lane = test.open();
        test.offerKeyed(lane, "a1", "a2", "b1");
        test.world.answer(BUSY);
        test.world.answer(OK);
        test.world.advance(Duration.ofMillis(99));
        assertThat(test.world.underWay()).isEmpty();
        test.world.answerFor(Duration.ofMillis(100), OK);
        assertThat(test.kafka.settled).containsExactly("b1", "a1", "a2");
    }

    @Test
    void whatFailsAloneIsTriedWhereItIsWhileOtherKeysGoOn() {
        TestLane test = TestLane.of(1, 8).ordered();
        Lane lane = test.open();
        test.offerKeyed(lane, "a1", "a2");
        test.world.answer(BUSY);
        for (int i = 0; i < 100; i++) {
            test.offerKeyed(lane, "b" + i);
            test.world.answerFor(Duration.ofMillis(100), ids -> ids.contains("a1") ? BUSY : OK);
        }
        assertThat(test.kafka.settled).hasSize(100).allMatch(id -> id.startsWith("b"));
        assertThat(test.delayed()).isEmpty();
        assertThat(test.parked()).isEmpty();
        test.world.answerFor(Duration.ofMinutes(5), OK);
        assertThat(test.kafka.settled.subList(100, 102)).containsExactly("a1", "a2");
    }

    @Test
    void whatFailsAloneForTooLongIsADeadLetterAndItsKeyGoesOn() {
        RetryConfig soon = new RetryConfig(
                Duration.ofMillis(100),
                3,
                new RetryConfig.Ladder(Duration.ofSeconds(1), Duration.ofSeconds(5)),
                Duration.ofSeconds(30));
        TestLane test = TestLane.of(1, 8).ordered().retry(soon);
        Lane lane = test.open();
        test.offerKeyed(lane, "a1", "a2");
        test.world.answer(BUSY);
        for (int i = 0; i < 500 && test.buried().isEmpty(); i++) {
            test.offerKeyed(lane, "b" + i);
            test.world.answerFor(Duration.ofMillis(100), ids -> ids.contains("a1") ? BUSY : OK);
        }
        assertThat(test.buried()).containsExactly("a1");
        assertThat(test.kafka.buried.get(0).letter().reason()).startsWith("expired: ");
        assertThat(test.world.nanos())
                .isBetween(
                        Duration.ofSeconds(29).toNanos(), Duration.ofSeconds(40).toNanos());
        test.world.answerFor(Duration.ofSeconds(1), OK);
        assertThat(test.kafka.settled).contains("a2");
    }

    @Test
    void oneThatIsKnownToFailAloneDoesNotOpenTheBreakerWhenItIsTheOnlyOne() {
        TestLane test = TestLane.of(1, 8).ordered();
        Lane lane = test.open();
        test.offerKeyed(lane, "a1");
        test.world.answer(BUSY);
        test.offerKeyed(lane, "b1");
        test.world.answerFor(Duration.ofSeconds(1), ids -> ids.contains("a1") ? BUSY : OK);
        test.world.answerFor(Duration.ofHours(10), BUSY);
        assertThat(test.gauge("headwater.lane.down")).isZero();
        test.world.answerFor(Duration.ofHours(70), BUSY);
        assertThat(test.buried()).containsExactly("a1");
    }

    @Test
    void theHalvesOfABatchGoOneAfterTheOther() {
        TestLane test = TestLane.of(4, 8).ordered();
        test.offerKeyed(test.open(), "a1", "a2", "a3", "a4");
        test.world.answer(NO);
        assertThat(test.world.underWay()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("a1", "a2"));
        test.world.answer(NO);
        assertThat(test.world.underWay()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("a1"));
        test.world.answer(OK);
        assertThat(test.world.underWay()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("a2"));
        test.world.answer(OK);
        assertThat(test.world.underWay()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("a3", "a4"));
    }

    @Test
    void aRefusedEventIsDurableBeforeALaterOneOfItsKeyGoes() {
        TestLane test = TestLane.of(2, 8).ordered();
        test.kafka.slow = true;
        test.offerKeyed(test.open(), "a1", "a2", "a3");
        test.world.advance(LINGER);
        test.world.answer(NO);
        test.world.answer(NO);
        assertThat(test.world.underWay()).isEmpty();
        test.kafka.acknowledge();
        assertThat(test.buried()).containsExactly("a1");
        assertThat(test.world.underWay()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("a2"));
        test.world.answer(NO);
        assertThat(test.world.underWay()).isEmpty();
        test.kafka.acknowledge();
        assertThat(test.world.underWay()).extracting(FakeSurroundings.Sent::ids).containsExactly(List.of("a3"));
    }

    @Test
    void orderHoldsThroughAnOutageAndItsProbes() {
        TestLane test = TestLane.of(2, 8).ordered();
        test.offerKeyed(test.open(), "a1", "b1", "a2", "b2", "a3", "c1", "a4", "c2");
        test.world.answerFor(Duration.ofMinutes(2), BUSY);
        assertThat(test.parked()).isEmpty();
        test.world.answerFor(Duration.ofMinutes(10), OK);
        assertThat(test.kafka.settled.stream().filter(id -> id.startsWith("a")))
                .containsExactly("a1", "a2", "a3", "a4");
        assertThat(test.kafka.settled.stream().filter(id -> id.startsWith("b"))).containsExactly("b1", "b2");
        assertThat(test.kafka.settled.stream().filter(id -> id.startsWith("c"))).containsExactly("c1", "c2");
    }

    @Test
    void anOrderedDestinationsOwnReadingMayFillTheLaneAndReplaysHalfOfIt() {
        TestLane test = TestLane.of(1, 1).ordered().capacity(10);
        Lane lane = test.open();
        test.offerKeyed(lane, "a1", "b1", "c1", "d1", "e1");
        for (String id : List.of("r1", "s1", "t1", "u1", "v1")) {
            assertThat(lane.offer(test.keyed(id).replayed("monday"))).isTrue();
        }
        assertThat(lane.offer(test.keyed("f1").waiting())).isFalse();
        test.world.answerFor(Duration.ofMillis(50), OK);
        assertThat(lane.offer(test.keyed("w1").replayed("monday"))).isFalse();
        test.offerKeyed(lane, "f1", "g1", "h1");
    }
}

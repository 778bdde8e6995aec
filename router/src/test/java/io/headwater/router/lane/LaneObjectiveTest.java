package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.BUSY;
import static io.headwater.router.lane.TestLane.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.ledger.Fact.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether a delivery was in time, and else who is to blame; the objective is a second from acceptance. */
class LaneObjectiveTest {
    private final TestLane test = TestLane.of(1, 1);

    @Test
    void whatIsDeliveredWithinTheObjectiveIsOnTime() {
        FakeOwed owed = test.owed("a");
        test.open().offer(owed);
        test.world.advance(Duration.ofMillis(900));
        test.world.answer(OK);
        assertThat(owed.states()).containsExactly(State.ON_TIME);
    }

    @Test
    void whatTheDestinationWasOfferedInTimeAndTookLateIsLateByIt() {
        FakeOwed owed = test.owed("a");
        test.open().offer(owed);
        test.world.advance(Duration.ofMillis(100));
        test.world.answer(BUSY);
        test.world.advance(Duration.ofMillis(1_500));
        test.world.answer(OK);
        assertThat(owed.states()).containsExactly(State.LATE_THEIRS);
        assertThat(owed.failures()).containsExactly(BUSY);
    }

    @Test
    void whatCameTooLateToBeOfferedInTimeIsLateByUs() {
        Lane lane = test.open();
        test.world.advance(Duration.ofMillis(1_100));
        FakeOwed owed = test.owed("a");
        lane.offer(owed);
        test.world.advance(Duration.ofMillis(1));
        test.world.answer(OK);
        assertThat(owed.states()).containsExactly(State.LATE_OURS);
    }

    @Test
    void whatIsParkedInTimeSinceTheDestinationIsSlowIsLateByItWhenItComesBack() {
        TestLane full = TestLane.of(1, 1).capacity(1);
        Lane lane = full.open();
        full.offer(lane, "in", "parked");
        Standing standing = full.kafka.parked.get(0).standing();
        assertThat(standing.theirs()).isTrue();
        full.world.answer(OK);
        full.world.advance(Duration.ofSeconds(2));
        FakeOwed back = full.owed("parked").standing(standing.parked()).waiting();
        lane.offer(back);
        full.world.advance(Duration.ofMillis(1));
        full.world.answer(OK);
        assertThat(back.states()).containsExactly(State.LATE_THEIRS);
    }

    @Test
    void whatAnOperatorPausedIsLateByUs() {
        Lane lane = test.open();
        lane.pause();
        test.offer(lane, "paused");
        assertThat(test.kafka.parked.get(0).standing().theirs()).isFalse();
    }
}

package io.headwater.router.lane;

import static io.headwater.router.lane.TestLane.BUSY;
import static io.headwater.router.lane.TestLane.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.event.Acceptance;
import io.headwater.event.LoggedEvent;
import io.headwater.router.Events;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which event goes next: the one whose objective of a second passes first; what is late anyway uses the slack. */
class LaneDeadlineTest {
    private final TestLane test = TestLane.of(1, 1).linger(Duration.ZERO);

    @Test
    void theNearestDeadlineGoesFirst() {
        Lane lane = test.open();
        lane.offer(accepted("under way", 0));
        lane.offer(accepted("later", 0));
        lane.offer(accepted("sooner", -300));
        lane.offer(accepted("soonest", -500));
        assertThat(delivered(3)).containsExactly("under way", "soonest", "sooner", "later");
    }

    @Test
    void whatIsLateAnywayGoesWhenNothingElseIsThere() {
        Lane lane = test.open();
        lane.offer(accepted("under way", 0));
        lane.offer(accepted("late first", -5_000));
        lane.offer(accepted("late second", -9_000));
        lane.offer(accepted("fresh", 0));
        assertThat(delivered(3)).containsExactly("under way", "fresh", "late first", "late second");
    }

    @Test
    void whatGetsLateWhileItWaitsIsPutOff() {
        Lane lane = test.open();
        lane.offer(accepted("under way", 0));
        lane.offer(accepted("waits", -900));
        test.world.advance(Duration.ofMillis(200));
        lane.offer(accepted("fresh", 200));
        assertThat(delivered(2)).containsExactly("under way", "fresh", "waits");
    }

    @Test
    void aRetryThatIsLateLeavesThePlaceToWhatCanBeInTime() {
        Lane lane = test.open();
        lane.offer(accepted("fails", -950));
        test.world.answer(BUSY);
        lane.offer(accepted("in between", 0));
        test.world.advance(Duration.ofMillis(150));
        lane.offer(accepted("fresh", 150));
        assertThat(delivered(2)).endsWith("fresh", "fails");
    }

    @Test
    void aBacklogGoesAsItWasParked() {
        Lane lane = test.open();
        lane.offer(accepted("under way", 0));
        lane.offer(accepted("first", 0).waiting());
        lane.offer(accepted("second", -500).waiting());
        lane.offer(accepted("third", -9_000).waiting());
        assertThat(delivered(3)).containsExactly("under way", "first", "second", "third");
    }

    @Test
    void whereOrderIsKeptEventsGoAsTheyCame() {
        TestLane ordered = TestLane.of(1, 1).linger(Duration.ZERO).ordered();
        Lane lane = ordered.open();
        lane.offer(ordered.owed(event("a", 0)).waiting());
        lane.offer(ordered.owed(event("b", 0)).waiting());
        lane.offer(ordered.owed(event("c", -9_000)).waiting());
        ordered.world.answer(OK);
        ordered.world.answer(OK);
        ordered.world.answer(OK);
        assertThat(ordered.kafka.settled).containsExactly("a", "b", "c");
    }

    private FakeOwed accepted(String id, long millis) {
        return test.owed(event(id, millis));
    }

    private static LoggedEvent event(String id, long millis) {
        LoggedEvent made = Events.json(id, "{}");
        Acceptance accepted = new Acceptance(made.acceptance().origin(), Events.ACCEPTED.plusMillis(millis), "");
        return new LoggedEvent(made.event(), accepted, made.line(), made.seq());
    }

    /** The order of deliveries once so many more were answered. */
    private List<String> delivered(int more) {
        for (int i = 0; i <= more; i++) {
            test.world.answer(OK);
        }
        return test.kafka.settled;
    }
}

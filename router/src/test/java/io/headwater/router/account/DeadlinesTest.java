package io.headwater.router.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Objective;
import io.headwater.router.deliver.Share;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each event counts once: on time, or late when its deadline passes. */
class DeadlinesTest {
    private static final DestinationId CRM = new DestinationId("acme", "crm");
    private static final Instant ACCEPTED = Instant.parse("2026-01-15T12:00:00.040Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deadlines deadlines =
            new Deadlines(Map.of(CRM, new Objective(Duration.ofSeconds(1), Share.parse("99.9%"))), "eu", meters);

    @Test
    void whatIsDeliveredBeforeItsDeadlineIsOnTimeAndNothingElse() {
        deadlines.owed(CRM, ACCEPTED, at(10));
        deadlines.theirs(CRM, ACCEPTED);
        deadlines.delivered(CRM, ACCEPTED, true, at(900));
        deadlines.sweep(at(5_000));
        assertCounted(1, 0, 0);
    }

    @Test
    void whatIsNotIsLateWhenItsDeadlinePassesAndNotAgainWhenItIsDelivered() {
        deadlines.owed(CRM, ACCEPTED, at(10));
        deadlines.sweep(at(900));
        assertCounted(0, 0, 0);
        deadlines.sweep(at(1_200));
        assertCounted(0, 1, 0);
        deadlines.delivered(CRM, ACCEPTED, false, at(1_300));
        deadlines.sweep(at(9_000));
        assertCounted(0, 1, 0);
    }

    @Test
    void anotherObjectiveCountsAlsoForWhatIsOwedAlready() {
        deadlines.owed(CRM, ACCEPTED, at(10));
        deadlines.owed(CRM, ACCEPTED, at(10));
        deadlines.change(Map.of(CRM, new Objective(Duration.ofSeconds(3), Share.parse("90%"))));
        deadlines.sweep(at(2_000));
        assertCounted(0, 0, 0);
        deadlines.delivered(CRM, ACCEPTED, false, at(2_500));
        deadlines.sweep(at(9_000));
        assertCounted(1, 1, 0);
        assertThat(meters.get("headwater.objective.share").gauge().value()).isEqualTo(0.9);
        assertThat(meters.get("headwater.objective.within.seconds").gauge().value())
                .isEqualTo(3);
    }

    @Test
    void oneThatIsThereNoMoreKeepsWhatItWasPromised() {
        deadlines.owed(CRM, ACCEPTED, at(10));
        deadlines.change(Map.of());
        deadlines.sweep(at(2_000));
        assertCounted(0, 1, 0);
    }

    @Test
    void itIsTheirsOnceTheyWereOfferedIt() {
        deadlines.owed(CRM, ACCEPTED, at(10));
        deadlines.owed(CRM, ACCEPTED, at(10));
        deadlines.theirs(CRM, ACCEPTED);
        deadlines.sweep(at(2_000));
        assertCounted(0, 1, 1);
    }

    @Test
    void whatComesAfterItsDeadlineIsLateAtOnceAndOurs() {
        deadlines.owed(CRM, ACCEPTED, at(60_000));
        assertCounted(0, 1, 0);
        deadlines.theirs(CRM, ACCEPTED);
        deadlines.delivered(CRM, ACCEPTED, true, at(60_010));
        deadlines.sweep(at(70_000));
        assertCounted(0, 1, 0);
    }

    @Test
    void whatAnotherRouterParkedAndThisOneDeliversInTimeIsOnTimeHere() {
        deadlines.delivered(CRM, ACCEPTED, true, at(500));
        assertCounted(1, 0, 0);
    }

    private void assertCounted(int onTime, int ours, int theirs) {
        assertThat(counted("on_time")).isEqualTo(onTime);
        assertThat(counted("late_ours")).isEqualTo(ours);
        assertThat(counted("late_theirs")).isEqualTo(theirs);
    }

    private double counted(String verdict) {
        return meters.get("headwater.objective.events")
                .tag("verdict", verdict)
                .counter()
                .count();
    }

    private static Instant at(long millis) {
        return ACCEPTED.plusMillis(millis);
    }
}

package io.headwater.router.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headwater.router.deliver.Objective;
import io.headwater.router.deliver.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an objective was met, by what the ledger has. */
class AttainmentTest {
    private static final Objective OBJECTIVE = new Objective(Duration.ofSeconds(1), Share.parse("99%"));
    private static final long NOW = 1_000;

    @Test
    void whatIsNotDeliveredByNowIsNotOnTime() {
        Attainment met = Attainment.of(OBJECTIVE, List.of(row(10, 100, 50, 0, 0, 0, 0)), NOW);
        assertThat(met.share()).isEqualTo(0.5);
        assertThat(met.open()).isEqualTo(50);
        assertThat(met.minutesIn()).isZero();
        assertThat(met.spent()).isCloseTo(50, within(1e-9));
    }

    @Test
    void oursAndTheirsAreApart() {
        Attainment met = Attainment.of(
                OBJECTIVE, List.of(row(10, 1_000, 970, 5, 15, 10, 0), row(11, 1_000, 1_000, 0, 0, 0, 0)), NOW);
        assertThat(met.lateOurs()).isEqualTo(5);
        assertThat(met.lateTheirs()).as("late or refused").isEqualTo(25);
        assertThat(met.share()).isEqualTo(0.985);
        assertThat(met.oursShare()).isEqualTo(0.9975);
        assertThat(met.minutes()).isEqualTo(2);
        assertThat(met.minutesIn()).isEqualTo(1);
    }

    @Test
    void aLostEventIsOurs() {
        Attainment met = Attainment.of(OBJECTIVE, List.of(row(10, 100, 99, 0, 0, 0, 1)), NOW);
        assertThat(met.lateOurs()).isEqualTo(1);
    }

    @Test
    void aMinuteThatIsNotOverWithItsObjectiveIsNotJudged() {
        Objective slow = new Objective(Duration.ofMinutes(5), Share.parse("99%"));
        DestinationRow row = row(995, 100, 0, 0, 0, 0, 0);
        assertThat(Attainment.of(OBJECTIVE, List.of(row), NOW).counted()).isEqualTo(100);
        assertThat(Attainment.of(slow, List.of(row), NOW).counted()).isZero();
        assertThat(Attainment.of(slow, List.of(row), NOW).share()).isEqualTo(1);
    }

    private static DestinationRow row(
            long minute, long owed, long onTime, long lateOurs, long lateTheirs, long dead, long lost) {
        long inFlight = owed - onTime - lateOurs - lateTheirs - dead - lost;
        return new DestinationRow(
                minute, "acme/crm", owed, onTime, lateOurs, lateTheirs, 0, 0, dead, 0, inFlight, lost, 0);
    }
}

package io.headwater.router.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayPaceTest {
    private static final long SECOND = 1_000_000_000;

    private final ReplayPace pace = new ReplayPace();

    @Test
    void letsTheFirstGoAtOnceAndTheNextWhenTheirTimeHasCome() {
        assertThat(pace.wait(100, 1_000, 5 * SECOND)).isZero();
        assertThat(pace.wait(100, 1_000, 5 * SECOND)).isEqualTo(SECOND / 10);
        assertThat(pace.wait(1, 1_000, 5 * SECOND)).isEqualTo(SECOND / 5);
    }

    @Test
    void doesNotMakeUpForATimeInWhichNothingWent() {
        pace.wait(100, 1_000, 0);
        assertThat(pace.wait(500, 1_000, 60 * SECOND)).isZero();
        assertThat(pace.wait(1, 1_000, 60 * SECOND)).isEqualTo(SECOND / 2);
    }

    @Test
    void keepsTheRateOverTime() {
        long now = 0;
        for (int i = 0; i < 1_000; i++) {
            now += pace.wait(50, 500, now);
        }
        assertThat(now).isBetween(99 * SECOND, 100 * SECOND);
    }
}

package io.headwater.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void isFullInCapacityByGrowth() {
        Growth growth = new Growth(0, 0);
        for (int second = 1; second <= 120; second++) {
            growth.sample(second * SECOND, second * 1_000L);
        }
        assertThat(growth.secondsUntil(60_000)).isCloseTo(60, within(0.5));
    }

    @Test
    void isNeverFullWhileItDoesNotGrow() {
        Growth growth = new Growth(0, 5_000);
        assertThat(growth.secondsUntil(60_000)).isInfinite();
        for (int second = 1; second <= 120; second++) {
            growth.sample(second * SECOND, 5_000);
        }
        assertThat(growth.secondsUntil(60_000)).isInfinite();
    }

    @Test
    void forgetsAnOutageWithinMinutes() {
        Growth growth = new Growth(0, 0);
        growth.sample(SECOND, 1_000_000);
        for (int second = 2; second <= 300; second++) {
            growth.sample(second * SECOND, 1_000_000 - second * 1_000L);
        }
        assertThat(growth.secondsUntil(60_000)).isInfinite();
    }
}

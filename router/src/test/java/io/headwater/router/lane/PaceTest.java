package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.Rate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void aTenthOfASecondMayGoAtOnceAndThenOneByOne() {
        Pace pace = new Pace(Rate.parse("100/s"));
        for (int i = 0; i < 10; i++) {
            assertThat(pace.readyAt(0)).isZero();
            pace.spend(1, 0);
        }
        assertThat(pace.readyAt(0)).isBetween(10 * MILLI - 1, 10 * MILLI + 1);
        assertThat(pace.readyAt(10 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void aBatchLargerThanTheBucketPassesAndIsPaidFor() {
        Pace pace = new Pace(Rate.parse("100/s"));
        pace.spend(500, 0);
        assertThat(pace.readyAt(0)).isBetween(4_910 * MILLI - 1, 4_910 * MILLI + 1);
    }

    @Test
    void aSlowRateStillLetsOneEventGo() {
        Pace pace = new Pace(Rate.parse("0.5/s"));
        assertThat(pace.readyAt(0)).isZero();
        pace.spend(1, 0);
        assertThat(pace.readyAt(0)).isEqualTo(2_000 * MILLI);
    }

    @Test
    void withoutALimitEverythingGoes() {
        Pace pace = new Pace(Rate.NONE);
        pace.spend(1_000_000, 0);
        assertThat(pace.readyAt(7)).isEqualTo(7);
        assertThat(pace.readyAt(7)).isEqualTo(7);
    }
}

package io.headwater.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START = Long.MAX_VALUE - 2 * SECOND; // the clock may pass its end

    private final Pace pace = new Pace(1_000, START);

    @Test
    void knowsNoLimitWhileNoRequestComes() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(pace.take(START)).isZero();
        }
    }

    @Test
    void letsSoManyASecondGoBesideRequests() {
        assertThat(takenWithin(START, SECOND)).isBetween(1_000, 1_011);
    }

    @Test
    void makesUpForALateWakeUpButNotForALongPause() {
        pace.fresh(START);
        pace.take(START);
        assertThat(takenAt(START + SECOND / 500)).isEqualTo(2);
        pace.fresh(START + SECOND / 2);
        assertThat(takenAt(START + SECOND / 2)).isEqualTo(11);
    }

    @Test
    void knowsNoLimitAgainASecondAfterTheLastRequest() {
        pace.fresh(START);
        pace.take(START);
        assertThat(pace.take(START)).isPositive();
        assertThat(pace.take(START + SECOND)).isZero();
        assertThat(pace.take(START + SECOND)).isZero();
    }

    private int takenWithin(long from, long nanos) {
        int taken = 0;
        for (long now = from; now - from < nanos; ) {
            pace.fresh(now);
            long wait = pace.take(now);
            now += wait;
            taken += wait == 0 ? 1 : 0;
        }
        return taken;
    }

    private int takenAt(long now) {
        int taken = 0;
        while (pace.take(now) == 0) {
            taken++;
        }
        return taken;
    }
}

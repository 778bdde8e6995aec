package io.headwater.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final AtomicLong now = new AtomicLong();
    private final Pulse pulse = new Pulse(Duration.ofMillis(100), now::get);

    @Test
    void turnsThatKeepTakingTooLongAreLateUntilOneDoesNot() {
        beatAfter(150);
        beatAfter(150);
        assertThat(pulse.isLate()).as("after two").isFalse();
        beatAfter(150);
        assertThat(pulse.isLate()).as("after three").isTrue();
        beatAfter(100);
        assertThat(pulse.isLate()).as("after a short one").isFalse();
    }

    @Test
    void aPauseOfTheWholeProcessIsNotLate() {
        beatAfter(20);
        beatAfter(5_000);
        assertThat(pulse.isLate()).isFalse();
        beatAfter(20);
        assertThat(pulse.isLate()).isFalse();
    }

    @Test
    void turnsThatTakeTooLongNowAndThenAreNotLate() {
        for (int i = 0; i < 20; i++) {
            beatAfter(500);
            beatAfter(20);
            assertThat(pulse.isLate()).isFalse();
        }
    }

    @Test
    void nothingIsLateWhereNoTimeIsSet() {
        Pulse off = new Pulse(Duration.ZERO, now::get);
        for (int i = 0; i < 5; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(10));
            off.beat();
        }
        assertThat(off.isLate()).isFalse();
    }

    private void beatAfter(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        pulse.beat();
    }
}

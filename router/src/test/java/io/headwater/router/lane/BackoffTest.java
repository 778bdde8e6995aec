package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RetryConfig CONFIG = new RetryConfig(Duration.ofMillis(100), 3, Duration.ofSeconds(10));

    @Test
    void climbsFromQuickTriesToTheCap() {
        Backoff backoff = new Backoff(CONFIG, () -> 1);
        assertThat(IntStream.rangeClosed(1, 12)
                        .mapToObj(failures -> backoff.step(failures).toMillis()))
                .containsExactly(100L, 100L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L, 10_000L);
        assertThat(backoff.step(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void waitsARandomHalfToWholeOfTheStep() {
        assertThat(new Backoff(CONFIG, () -> 0).wait(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(new Backoff(CONFIG, () -> 1).wait(1)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void holdsWhatIsAskedBetweenOneAndTwoSteps() {
        Backoff backoff = new Backoff(CONFIG, () -> 0);
        assertThat(backoff.asked(1, Duration.ZERO)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.asked(1, Duration.ofMillis(150))).isEqualTo(Duration.ofMillis(150));
        assertThat(backoff.asked(1, Duration.ofDays(3_650))).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.asked(50, Duration.ofDays(3_650))).isEqualTo(Duration.ofSeconds(20));
    }
}

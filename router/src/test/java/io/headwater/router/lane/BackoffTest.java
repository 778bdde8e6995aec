package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Optional<Duration> UNASKED = Optional.empty();

    @Test
    void climbsFromQuickTriesOverTheLadderToItsTop() {
        Backoff backoff = new Backoff(TestLane.RETRY, () -> 1);
        assertThat(IntStream.rangeClosed(1, 17)
                        .mapToObj(failures -> backoff.step(failures).toMillis()))
                .containsExactly(
                        100L,
                        100L,
                        100L,
                        1_000L,
                        2_000L,
                        4_000L,
                        8_000L,
                        16_000L,
                        32_000L,
                        64_000L,
                        128_000L,
                        256_000L,
                        512_000L,
                        1_024_000L,
                        2_048_000L,
                        3_600_000L,
                        3_600_000L);
        assertThat(backoff.step(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void waitsARandomHalfToWholeOfTheStep() {
        assertThat(new Backoff(TestLane.RETRY, () -> 0).wait(1, UNASKED)).isEqualTo(Duration.ofMillis(50));
        assertThat(new Backoff(TestLane.RETRY, () -> 1).wait(1, UNASKED)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void holdsWhatIsAskedBetweenOneAndTwoSteps() {
        Backoff backoff = new Backoff(TestLane.RETRY, () -> 0);
        assertThat(backoff.wait(1, Optional.of(Duration.ZERO))).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.wait(1, Optional.of(Duration.ofMillis(150)))).isEqualTo(Duration.ofMillis(150));
        assertThat(backoff.wait(1, Optional.of(Duration.ofDays(3_650)))).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.wait(50, Optional.of(Duration.ofDays(3_650)))).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void saysWhenTheQuickTriesAreOverAndWhenAllAre() {
        Backoff backoff = new Backoff(TestLane.RETRY, () -> 0);
        assertThat(backoff.exhausted(3)).isFalse();
        assertThat(backoff.exhausted(4)).isTrue();
        assertThat(backoff.expired(Duration.ofDays(3).minusMillis(1))).isFalse();
        assertThat(backoff.expired(Duration.ofDays(3))).isTrue();
    }
}

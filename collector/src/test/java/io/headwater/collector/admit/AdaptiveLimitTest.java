package io.headwater.collector.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.config.Size;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A limit of 20 to 800 that starts at 100; answers within 50 ms are at ease. */
class AdaptiveLimitTest {
    private final AdaptiveLimit limit = new AdaptiveLimit(
            new AdmissionConfig(Size.parse("1MiB"), 800, 20, Duration.ofMillis(50), Duration.ZERO, 0.25));
    private long nanos = TimeUnit.SECONDS.toNanos(10);

    @Test
    void risesWhileAsManyAsAreLetInAreAnsweredWithEase() {
        answers(2_000, 5, now());
        assertThat(now()).isGreaterThan(150);
        answers(60_000, 49, 800);
        assertThat(now()).isEqualTo(800);
    }

    @Test
    void staysWhereItIsWhileFewWait() {
        answers(10_000, 5, 30);
        assertThat(now()).isEqualTo(100);
    }

    @Test
    void fallsWhenAnswersTakeLongerThanUnhindered() {
        answers(2_000, 5, 90);
        int before = now();
        answers(5_000, 150, before);
        assertThat(now()).isLessThan(before / 2);
    }

    @Test
    void fallsWhenNoAnswersComeButNeverBelowTheLeast() {
        answers(2_000, 5, 90);
        for (int i = 0; i < 60_000; i++) {
            ended(1_700, 800, Ending.LATE);
        }
        assertThat(now()).isEqualTo(20);
    }

    @Test
    void isWhatItWasAfterAnswersThatTellNothing() {
        for (int i = 0; i < 10_000; i++) {
            ended(1_700, 100, Ending.UNTIMED);
        }
        assertThat(now()).isEqualTo(100);
    }

    @Test
    void aKafkaThatIsFarAwayFromTheStartIsNoReason() {
        answers(30_000, 300, 100);
        assertThat(now()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void aKafkaThatMovedFurtherAwayKeepsItDownForMinutesOnly() {
        answers(2_000, 5, 90);
        answers(20_000, 300, 800);
        assertThat(now()).isEqualTo(20);
        answers(240_000, 300, 800);
        assertThat(now()).isGreaterThan(100);
    }

    @Test
    void whileNoAnswersComeAtAllAsManyMayWaitAsEver() {
        answers(2_000, 5, 90);
        assertThat(limit.at(later(100), true)).isLessThan(300);
        assertThat(limit.at(later(300), false)).isLessThan(300);
        assertThat(limit.at(later(300), true)).isEqualTo(800);
        nanos = later(1_500);
        answers(500, 5, 90);
        assertThat(now()).isEqualTo(800);
        answers(2_000, 5, 90);
        assertThat(now()).isLessThan(300);
    }

    private int now() {
        return limit.at(nanos, true);
    }

    private long later(int millis) {
        return nanos + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** So many milliseconds with an answer in each. */
    private void answers(int millis, int took, int inFlight) {
        for (int i = 0; i < millis; i++) {
            ended(took, inFlight, Ending.DURABLE);
        }
    }

    private void ended(int tookMillis, int inFlight, Ending ending) {
        nanos += TimeUnit.MILLISECONDS.toNanos(1);
        long took = TimeUnit.MILLISECONDS.toNanos(tookMillis);
        limit.ended(nanos - took, took, inFlight, ending);
    }
}

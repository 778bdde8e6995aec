package io.headwater.collector.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.admit.Allowances.Amount;
import io.headwater.collector.admit.Allowances.Excess;
import io.headwater.config.Quota;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5 * SECOND);

    @Test
    void letsASecondsWorthThroughAtOnceAndThenItsRate() {
        Allowance allowance = new Allowance(100, now::get);
        for (int i = 0; i < 100; i++) {
            assertThat(allowance.take(1)).isZero();
        }
        assertThat(allowance.take(1)).isEqualTo(SECOND / 100);
        now.addAndGet(SECOND / 100);
        assertThat(allowance.take(1)).isZero();
        assertThat(allowance.take(1)).isPositive();
    }

    @Test
    void letsNoMoreThroughOverAMinuteThanItsRateAndOneSecondsWorth() {
        now.set(0);
        Allowance allowance = new Allowance(1_000, now::get);
        long taken = 0;
        for (int i = 0; i < 60_000; i++) {
            taken += allowance.take(7) == 0 ? 7 : 0;
            now.addAndGet(SECOND / 1_000);
        }
        assertThat(taken).isBetween(59_900L, 61_000L);
    }

    @Test
    void letsARequestLargerThanASecondsWorthThroughOnceAndMakesItPay() {
        now.set(0);
        Allowance allowance = new Allowance(10, now::get);
        assertThat(allowance.take(50)).isZero();
        assertThat(allowance.take(1)).isEqualTo(4 * SECOND + SECOND / 10);
        now.addAndGet(4 * SECOND + SECOND / 10);
        assertThat(allowance.take(1)).isZero();
    }

    @Test
    void survivesAnAmountThatNoClockCouldPay() {
        now.set(0);
        Allowance allowance = new Allowance(1, now::get);
        assertThat(allowance.take(Long.MAX_VALUE)).isZero();
        assertThat(allowance.take(1)).isPositive();
    }

    @Test
    void takesNothingOfARequestThatIsOverInOneKind() {
        now.set(0);
        Allowances allowances = new Allowances(Quota.parse(List.of("10/s", "100B/s")), now::get);
        assertThat(allowances.take(new Amount(5, 100))).isEmpty();
        assertThat(allowances.take(new Amount(5, 50))).contains(new Excess("bytes", 1));
        assertThat(allowances.take(new Amount(5, 0))).isEmpty();
        assertThat(allowances.take(new Amount(1, 0))).map(Excess::key).contains("events");
    }

    @Test
    void saysWhenToComeAgainInWholeSecondsAndAtMostAMinute() {
        now.set(0);
        Allowances allowances = new Allowances(Quota.parse(List.of("1/s")), now::get);
        assertThat(allowances.take(new Amount(3, 0))).isEmpty();
        assertThat(allowances.take(new Amount(1, 0))).map(Excess::seconds).contains(3);
        now.set(TimeUnit.SECONDS.toNanos(3));
        assertThat(allowances.take(new Amount(1_000, 0))).isEmpty();
        assertThat(allowances.take(new Amount(1, 0))).map(Excess::seconds).contains(60);
    }

    @Test
    void aSourceWithoutAQuotaIsNotCounted() {
        assertThat(new Allowances(Quota.NONE, now::get).areLimited()).isFalse();
        assertThat(new Allowances(Quota.NONE, now::get).take(new Amount(Long.MAX_VALUE, Long.MAX_VALUE)))
                .isEqualTo(Optional.empty());
    }
}

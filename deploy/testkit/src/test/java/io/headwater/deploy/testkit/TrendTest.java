package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void isTheRiseOfAStraightLine() {
        assertThat(Trend.rise(List.of(10L, 12L, 14L, 16L))).isCloseTo(6, within(1e-9));
        assertThat(Trend.rise(List.of(5L, 5L, 5L))).isZero();
    }

    @Test
    void isLittleMovedByOneThatStandsOut() {
        assertThat(Trend.rise(List.of(5L, 5L, 105L, 5L, 5L))).isCloseTo(0, within(1e-9));
    }

    @Test
    void isNoneOfLessThanTwo() {
        assertThat(Trend.rise(List.of())).isZero();
        assertThat(Trend.rise(List.of(7L))).isZero();
    }
}

package io.headwater.router.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    @Test
    void isEventsASecond() {
        assertThat(Rate.parse("100/s").perSecond()).isEqualTo(100);
        assertThat(Rate.parse(" 0.5 / s ").perSecond()).isEqualTo(0.5);
        assertThat(Rate.parse("100/s")).hasToString("100/s");
    }

    @Test
    void mayBeNone() {
        assertThat(Rate.parse("none")).isEqualTo(Rate.NONE).hasToString("none");
        assertThat(Rate.NONE.isLimited()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "-1/s", "100/m", "1e3/s", "many"})
    void saysHowToWriteIt(String wrong) {
        assertThatThrownBy(() -> Rate.parse(wrong)).hasMessageContaining("write one like 100/s");
    }
}

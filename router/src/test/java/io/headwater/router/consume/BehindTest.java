package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.kafka.LogConsumer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BehindTest {
    private static final int MOST = LogConsumer.MOST_AT_ONCE;

    private final Behind behind = new Behind();

    @Test
    void whoIsGivenAsMuchAsCanBeTakenIsBehind() {
        assertThat(behind.isSo(0)).isFalse();
        behind.came(MOST, false, 0);
        assertThat(behind.isSo(0)).isTrue();
        behind.came(MOST - 1, false, 1);
        assertThat(behind.isSo(1)).isFalse();
    }

    @Test
    void butNotWhileItHoldsWhatComesUp() {
        behind.came(MOST, true, 0);
        assertThat(behind.isSo(0)).isFalse();
    }

    @Test
    void norWhenNothingHasComeForATenthOfASecond() {
        behind.came(MOST, false, 0);
        assertThat(behind.isSo(TimeUnit.MILLISECONDS.toNanos(99))).isTrue();
        assertThat(behind.isSo(TimeUnit.MILLISECONDS.toNanos(100))).isFalse();
    }
}

package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.kafka.LogConsumer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BehindTest {
    private static final int MOST = LogConsumer.MOST_AT_ONCE;

    private long nanos;
    private final Behind behind = new Behind(() -> nanos);

    @Test
    void whoIsGivenAsMuchAsCanBeTakenIsBehind() {
        assertThat(behind.isSo()).isFalse();
        behind.came(MOST, false);
        assertThat(behind.isSo()).isTrue();
    }

    @Test
    void whoIsGivenLessOnceIsBehindAllTheSame() {
        behind.came(MOST, false);
        nanos = TimeUnit.MILLISECONDS.toNanos(99);
        behind.came(MOST - 1, false);
        assertThat(behind.isSo()).isTrue();
        nanos = TimeUnit.MILLISECONDS.toNanos(100);
        behind.came(MOST - 1, false);
        assertThat(behind.isSo()).isFalse();
    }

    @Test
    void butNotWhileItHoldsWhatComesUp() {
        behind.came(MOST, false);
        behind.came(MOST, true);
        assertThat(behind.isSo()).isFalse();
    }

    @Test
    void norWhenNoneHasComeForATenthOfASecond() {
        behind.came(MOST, false);
        nanos = TimeUnit.MILLISECONDS.toNanos(99);
        assertThat(behind.isSo()).isTrue();
        nanos = TimeUnit.MILLISECONDS.toNanos(100);
        assertThat(behind.isSo()).isFalse();
    }
}

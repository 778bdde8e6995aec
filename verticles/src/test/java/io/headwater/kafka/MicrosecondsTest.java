package io.headwater.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MicrosecondsTest {
    @Test
    void alwaysHasSixDigits() {
        assertThat(Microseconds.text(Instant.parse("2026-11-29T18:09:35Z"))).isEqualTo("2026-11-29T18:09:35.000000Z");
        assertThat(Microseconds.text(Instant.parse("2026-11-29T18:09:35.000001999Z")))
                .isEqualTo("2026-11-29T18:09:35.000001Z");
        assertThat(Microseconds.text(Instant.parse("1969-12-31T23:59:59.999999Z")))
                .isEqualTo("1969-12-31T23:59:59.999999Z");
    }

    @Test
    void isTheTime() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long second = random.nextInt(Integer.MAX_VALUE);
            Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
            assertThat(Instant.parse(Microseconds.text(time))).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        }
    }
}

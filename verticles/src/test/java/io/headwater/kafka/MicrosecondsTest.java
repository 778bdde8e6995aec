package io.headwater.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void isTheTimeAndIsReadAgain() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long second = random.nextInt(Integer.MAX_VALUE);
            Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
            String text = Microseconds.text(time);
            assertThat(Instant.parse(text)).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
            assertThat(Microseconds.instant(text)).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-29T18:09:35Z", "2026-11-29T18:09:35.123456789Z", "2026-11-29T18:09:35.1Z"})
    void readsOtherTimesAsTheJdkDoes(String text) {
        assertThat(Microseconds.instant(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-13-29T18:09:35.000000Z",
                "2026-02-30T18:09:35.000000Z",
                "2026-11-29T18:09:3x.000000Z",
                "yesterday"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Microseconds.instant(text)).isInstanceOf(DateTimeException.class);
    }
}

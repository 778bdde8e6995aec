package io.headwater.router.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.ops.OpsRefusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void readsMomentsAndHowLongAgo() {
        assertThat(time("2026-01-30T08:00:00Z")).isEqualTo("2026-01-30T08:00:00Z");
        assertThat(time("2026-01-30T08:00:00.5+02:00")).isEqualTo("2026-01-30T06:00:00.500Z");
        assertThat(time("now")).isEqualTo(NOW);
        assertThat(time("90s")).isEqualTo("2026-01-31T11:58:30Z");
        assertThat(time("30m")).isEqualTo("2026-01-31T11:30:00Z");
        assertThat(time("2h")).isEqualTo("2026-01-31T10:00:00Z");
        assertThat(time("3d")).isEqualTo("2026-01-28T12:00:00Z");
    }

    @Test
    void refusesAnythingElseAndShowsHowToWriteOne() {
        for (String wrong : new String[] {
            "2h30m", "yesterday", "2026-01-30", "2026-01-30T08:00:00", "-5m", "5w", "5", "x".repeat(9_000)
        }) {
            assertThatThrownBy(() -> time(wrong))
                    .as(wrong)
                    .isInstanceOf(OpsRefusal.class)
                    .hasMessageStartingWith("since must be a time such as 2026-01-31T08:00:00Z, or how long ago")
                    .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(200));
        }
    }

    private static Instant time(String text) {
        return Times.parse("since", text, NOW);
    }
}

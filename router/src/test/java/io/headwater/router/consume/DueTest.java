package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueTest {
    private final FakeClock clock = FakeClock.at(Instant.parse("2026-01-15T12:00:00Z"));
    private final List<Runnable> begun = new ArrayList<>();
    private final Passage due = new Due(
            clock.instant().plusSeconds(5).toEpochMilli(), clock, settled -> begun.add(settled) && begun.size() > 1);

    @Test
    void waitsUntilItsTimeHasCome() {
        clock.advance(Duration.ofMillis(4_999));
        assertThat(due.advance(() -> {})).isFalse();
        assertThat(begun).isEmpty();
        clock.advance(Duration.ofMillis(1));
        due.advance(() -> {});
        assertThat(begun).hasSize(1);
    }

    @Test
    void goesAsFarAsThereIsRoomFromThenOn() {
        clock.advance(Duration.ofSeconds(5));
        assertThat(due.advance(() -> {})).isFalse();
        assertThat(due.advance(() -> {})).isTrue();
    }
}

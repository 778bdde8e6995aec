package io.headwater.deploy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FakeClockTest {

    @Test
    void standsStillUntilMovedInEveryZone() {
        FakeClock clock = FakeClock.start();
        Clock inTokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));
        Instant before = clock.instant();
        assertThat(clock.instant()).isEqualTo(before);

        clock.advance(Duration.ofHours(1));
        clock.advance(Duration.ofMinutes(-10));

        assertThat(clock.instant()).isEqualTo(before.plus(Duration.ofMinutes(50)));
        assertThat(inTokyo.instant()).isEqualTo(clock.instant());
        assertThat(inTokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
}

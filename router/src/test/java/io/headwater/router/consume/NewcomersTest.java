package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.FakeClock;
import io.headwater.event.SourceId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewcomersTest {
    private static final SourceId WEB = new SourceId("acme", "web");
    private static final SourceId APP = new SourceId("acme", "app");

    private final FakeClock clock = FakeClock.start();
    private final Newcomers newcomers = new Newcomers(Duration.ofMillis(100), clock);

    @Test
    void aSourceThatIsThereIsNotWaitedFor() {
        newcomers.known(Set.of(WEB));
        assertThat(newcomers.mayBecomeKnown(WEB, clock.millis())).isFalse();
    }

    @Test
    void oneThatIsNotIsWaitedForOnceAndNotForEachEvent() {
        newcomers.known(Set.of(WEB));
        long came = clock.millis();
        assertThat(newcomers.mayBecomeKnown(APP, came)).isTrue();
        clock.advance(Duration.ofMillis(99));
        assertThat(newcomers.mayBecomeKnown(APP, came)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(newcomers.mayBecomeKnown(APP, came)).isFalse();
        assertThat(newcomers.mayBecomeKnown(APP, clock.millis())).isFalse();
    }

    @Test
    void whatCameLongAgoIsNotWaitedFor() {
        assertThat(newcomers.mayBecomeKnown(APP, clock.millis() - 100)).isFalse();
        assertThat(newcomers.mayBecomeKnown(APP, clock.millis() - 99)).isTrue();
    }

    @Test
    void itIsNotWaitedForOnceItIsKnown() {
        assertThat(newcomers.mayBecomeKnown(APP, clock.millis())).isTrue();
        newcomers.known(Set.of(APP));
        assertThat(newcomers.mayBecomeKnown(APP, clock.millis())).isFalse();
    }

    @Test
    void withoutPatienceNothingIsWaitedFor() {
        assertThat(new Newcomers(Duration.ZERO, clock).mayBecomeKnown(APP, clock.millis()))
                .isFalse();
    }
}

package io.headwater.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveredTest {
    private final Delivered delivered = new Delivered(Arrived.NOON);

    @Test
    void countsEachEventOnce() {
        delivered.arrived(arrival(0, 1));
        delivered.arrived(arrival(1, 1));
        delivered.arrived(arrival(1, 1));

        assertThat(delivered.count()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatAFormerRunAccepted() {
        delivered.arrived(arrival(0, -1));

        assertThat(delivered.count()).isZero();
    }

    private static Arrival arrival(int seq, int secondsAfterNoon) {
        return Arrived.event("/demo/players", seq, Arrived.NOON.plusSeconds(secondsAfterNoon), Duration.ZERO, "{}");
    }
}

package io.headwater.router.lane;

import java.time.Duration;

/** Wakes a lane when something is due, with no more timers than it takes. */
final class Alarm {
    private final Surroundings surroundings;
    private final Runnable wake;
    private long at = Batch.NEVER;

    Alarm(Surroundings surroundings, Runnable wake) {
        this.surroundings = surroundings;
        this.wake = wake;
    }

    /** Wakes it at {@code next} or before. */
    void by(long next, long now) {
        if (next < at) {
            at = next;
            surroundings.after(Duration.ofNanos(Math.max(0, next - now)), () -> ring(next));
        }
    }

    private void ring(long planned) {
        if (at == planned) {
            at = Batch.NEVER;
        }
        wake.run();
    }
}

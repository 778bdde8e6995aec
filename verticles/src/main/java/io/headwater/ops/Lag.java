package io.headwater.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * The timers of lag, one for each hop and one for the whole way: {@code headwater_lag_seconds{hop=…}}.
 * <pre>
 *   accepted ── ingest ──► durable ── transit ──► consumed ── lane ──► first attempt ── delivery ──► 2xx
 *      └─────────────────────────────────────── total ──────────────────────────────────────────────┘
 * </pre>
 */
public final class Lag {
    private static final Duration[] BUCKETS =
            millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000);

    private Lag() {}

    /** The timer of a hop that leads to no destination yet: the label stands empty, since all hops need the same ones. */
    public static Timer hop(MeterRegistry meters, String hop) {
        return hop(meters, hop, "destination", "");
    }

    /** The timer of one hop, with a bucket edge at one second. {@code labels} are name, value, name, value… */
    public static Timer hop(MeterRegistry meters, String hop, String... labels) {
        return Timer.builder("headwater.lag")
                .description("Time events took, by hop of their way; hop=\"total\" is accepted to delivered")
                .tag("hop", hop)
                .tags(labels)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    /** Records a time between two clocks; one that runs backwards counts as zero. */
    public static void record(Timer timer, Duration lag) {
        timer.record(lag.isNegative() ? Duration.ZERO : lag);
    }

    private static Duration[] millis(long... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }
}

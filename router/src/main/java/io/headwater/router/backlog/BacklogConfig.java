package io.headwater.router.backlog;

import static io.headwater.config.Checks.check;

import java.time.Duration;
import java.util.List;

/**
 * How events that are not delivered now wait in Kafka ({@code backlog} in the configuration).
 *
 * @param delays of the delay topics, in the order an event that fails alone goes through them; the last again and again
 * @param sizeEvery between looks at how much stands in the backlogs
 */
public record BacklogConfig(List<Duration> delays, Duration sizeEvery) {
    public BacklogConfig {
        check(!delays.isEmpty() && delays.size() <= 20, "backlog.delays", "must be 1 to 20 durations", delays);
        for (int i = 0; i < delays.size(); i++) {
            Duration delay = delays.get(i);
            check(delay.toMillis() >= 1 && delay.toDays() < 7, "backlog.delays", "must each be 1ms to 7d", delay);
            check(
                    i == 0 || delay.compareTo(delays.get(i - 1)) > 0,
                    "backlog.delays",
                    "must grow from one to the next",
                    delays);
        }
        check(sizeEvery.toMillis() >= 100, "backlog.sizeEvery", "must be at least 100ms", sizeEvery);
        delays = List.copyOf(delays);
    }

    /** The delay for an event that has been delayed {@code before} times. */
    public Duration delay(int before) {
        return delays.get(Math.min(Math.max(0, before), delays.size() - 1));
    }
}

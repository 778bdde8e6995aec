package io.headwater.router.consume;

import io.headwater.router.dead.DeadLetter;
import io.headwater.router.lane.LaneMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Counts the dead letters that no lane writes, by destination and the first word of the reason. */
final class DeadMeters {
    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new HashMap<>();

    DeadMeters(MeterRegistry meters) {
        this.meters = meters;
        counter("", "unreadable");
    }

    void dead(DeadLetter letter) {
        String destination = letter.destination().isEmpty() ? "" : letter.tenant() + "/" + letter.destination();
        counter(destination, letter.cause()).increment();
    }

    private Counter counter(String destination, String reason) {
        return counters.computeIfAbsent(
                destination + " " + reason, each -> LaneMeters.dead(meters, destination, reason));
    }
}

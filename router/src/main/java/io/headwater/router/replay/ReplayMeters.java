package io.headwater.router.replay;

import io.headwater.router.deliver.DestinationId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What replays count in this router. Copied events then count as any other of their destination's backlog. */
public final class ReplayMeters {
    private final Map<DestinationId, Counter> copied = new HashMap<>();
    private final Counter failures;

    public ReplayMeters(MeterRegistry meters, Collection<DestinationId> destinations) {
        destinations.forEach(id -> copied.put(
                id,
                Counter.builder("headwater.replay.events")
                        .description("Events that replays put into a destination's backlog")
                        .tag("destination", id.toString())
                        .register(meters)));
        this.failures = Counter.builder("headwater.replay.failures")
                .description("Times that reading or writing for a replay failed and was begun again")
                .register(meters);
    }

    void copied(DestinationId destination, int events) {
        Optional.ofNullable(copied.get(destination)).ifPresent(counter -> counter.increment(events));
    }

    void failed() {
        failures.increment();
    }
}

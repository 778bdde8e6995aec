package io.headwater.router.replay;

import io.headwater.router.deliver.DestinationId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What replays count in this router. Copied events then count as any other of their destination's backlog. */
public final class ReplayMeters {
    private final MeterRegistry meters;
    private final Map<DestinationId, Counter> copied = new ConcurrentHashMap<>();
    private final Counter failures;

    public ReplayMeters(MeterRegistry meters) {
        this.meters = meters;
        this.failures = Counter.builder("headwater.replay.failures")
                .description("Times that reading or writing for a replay failed and was begun again")
                .register(meters);
    }

    void copied(DestinationId destination, int events) {
        copied.computeIfAbsent(
                        destination,
                        each -> Counter.builder("headwater.replay.events")
                                .description("Events that replays put into a destination's backlog")
                                .tag("destination", each.toString())
                                .register(meters))
                .increment(events);
    }

    void failed() {
        failures.increment();
    }
}

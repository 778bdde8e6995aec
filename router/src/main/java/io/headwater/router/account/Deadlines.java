package io.headwater.router.account;

import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Objective;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Counts each owed event once: on time when it is delivered within its destination's objective, or late when the objective
 * passes, whichever is first. So a destination that gets nothing shows as late while that lasts, and not as silence.
 * <pre>
 *   owed ──► open until its deadline ─┬─ delivered before ─► on time
 *                                     └─ swept ────────────► late: ours, or theirs once the destination was offered it
 * </pre>
 * Kept as numbers of events by tenth of a second, so that it costs the same however many are owed. What is parked stays open
 * here; delivered from the backlog by another router it is counted there as well. Lives on the consumer's context.
 */
public final class Deadlines {
    /** How often to {@link #sweep}: how exactly deadlines are kept. */
    public static final long TICK_MILLIS = 100;

    private final String region;
    private final MeterRegistry meters;
    private final Map<DestinationId, Open> destinations = new HashMap<>();

    /** What one destination is still to get in time. */
    private static final class Open {
        private volatile Objective objective;
        private final NavigableMap<Long, Waiting> ticks = new TreeMap<>();
        private final Counter onTime;
        private final Counter lateOurs;
        private final Counter lateTheirs;

        Open(MeterRegistry meters, String region, DestinationId id, Objective objective) {
            this.objective = objective;
            this.onTime = counter(meters, region, id, "on_time");
            this.lateOurs = counter(meters, region, id, "late_ours");
            this.lateTheirs = counter(meters, region, id, "late_theirs");
            gauge(
                    meters,
                    "headwater.objective.share",
                    "Share of its events a destination is to get within its objective",
                    region,
                    id,
                    () -> this.objective.share().of());
            gauge(
                    meters,
                    "headwater.objective.within.seconds",
                    "Time from acceptance within which a destination is to get its events",
                    region,
                    id,
                    () -> this.objective.within().toMillis() / 1_000.0);
        }

        private static Counter counter(MeterRegistry meters, String region, DestinationId id, String verdict) {
            return Counter.builder("headwater.objective.events")
                    .description("Owed events, each counted once: when delivered in time, or when its deadline passed")
                    .tags("region", region, "destination", id.toString(), "verdict", verdict)
                    .register(meters);
        }

        private static void gauge(
                MeterRegistry meters,
                String name,
                String description,
                String region,
                DestinationId id,
                Supplier<Number> value) {
            Gauge.builder(name, value)
                    .description(description)
                    .tags("region", region, "destination", id.toString())
                    .strongReference(true)
                    .register(meters);
        }

        /* What is still to come in time keeps its place, before the new end as before the old one. */
        private void change(Objective to) {
            long later = (to.within().toMillis() - objective.within().toMillis()) / TICK_MILLIS;
            NavigableMap<Long, Waiting> moved = new TreeMap<>();
            ticks.forEach((tick, waiting) -> moved.put(tick + later, waiting));
            ticks.clear();
            ticks.putAll(moved);
            objective = to;
        }

        private long tick(Instant acceptedAt) {
            return acceptedAt.plus(objective.within()).toEpochMilli() / TICK_MILLIS;
        }
    }

    /** Events of one tick, by who is to be blamed if they are not delivered by then. */
    private static final class Waiting {
        private long ours;
        private long theirs;
    }

    /** @param objectives of every destination there is */
    public Deadlines(Map<DestinationId, Objective> objectives, String region, MeterRegistry meters) {
        this.region = region;
        this.meters = meters;
        change(objectives);
    }

    /** These are promised from now on. A destination that is not among them any more keeps what it was promised. */
    public void change(Map<DestinationId, Objective> objectives) {
        objectives.forEach((id, objective) -> destinations
                .computeIfAbsent(id, each -> new Open(meters, region, each, objective))
                .change(objective));
    }

    /** An event is owed for the first time. */
    public void owed(DestinationId destination, Instant acceptedAt, Instant now) {
        Open open = of(destination);
        long tick = open.tick(acceptedAt);
        if (isOver(tick, now)) {
            open.lateOurs.increment();
        } else {
            open.ticks.computeIfAbsent(tick, each -> new Waiting()).ours++;
        }
    }

    /** From now on it is up to the destination. */
    public void theirs(DestinationId destination, Instant acceptedAt) {
        Waiting waiting = of(destination).ticks.get(of(destination).tick(acceptedAt));
        if (waiting != null && waiting.ours > 0) {
            waiting.ours--;
            waiting.theirs++;
        }
    }

    /** It is delivered; {@code theirs} where it was up to the destination. */
    public void delivered(DestinationId destination, Instant acceptedAt, boolean theirs, Instant now) {
        Open open = of(destination);
        long tick = open.tick(acceptedAt);
        if (isOver(tick, now)) {
            return; // counted when its deadline passed
        }
        open.onTime.increment();
        Waiting waiting = open.ticks.get(tick);
        if (waiting != null) {
            waiting.theirs -= theirs ? Math.min(1, waiting.theirs) : 0;
            waiting.ours -= theirs ? 0 : Math.min(1, waiting.ours);
        }
    }

    /** Counts what was not delivered by its deadline. */
    public void sweep(Instant now) {
        long over = now.toEpochMilli() / TICK_MILLIS;
        destinations.values().forEach(open -> {
            NavigableMap<Long, Waiting> passed = open.ticks.headMap(over, false);
            passed.values().forEach(waiting -> {
                open.lateOurs.increment((double) waiting.ours);
                open.lateTheirs.increment((double) waiting.theirs);
            });
            passed.clear();
        });
    }

    private static boolean isOver(long tick, Instant now) {
        return now.toEpochMilli() / TICK_MILLIS > tick;
    }

    private Open of(DestinationId destination) {
        return Objects.requireNonNull(destinations.get(destination), destination::toString);
    }
}

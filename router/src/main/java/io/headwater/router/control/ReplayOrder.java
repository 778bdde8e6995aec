package io.headwater.router.control;

import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationId;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One replay as it was ordered, and whether it is to go on.
 *
 * @param rate events a second, all routers together
 * @param ranges of offsets of {@code hw.events}, by partition, in which the time range lies
 * @param copied events it put into the backlog, once it is done
 */
public record ReplayOrder(
        String id, Scope scope, int rate, SortedMap<Integer, Range> ranges, State state, By by, long copied) {

    public ReplayOrder {
        ranges = Collections.unmodifiableSortedMap(new TreeMap<>(ranges));
    }

    /**
     * Which events are delivered again.
     *
     * @param sources that lead to the destination; all that do, where none is named
     */
    public record Scope(DestinationId destination, Instant from, Instant to, Set<SourceId> sources) {
        public Scope {
            sources = Set.copyOf(sources);
        }
    }

    /** Offsets from {@code start} to before {@code end}. */
    public record Range(long start, long end) {
        public long size() {
            return Math.max(0, end - start);
        }
    }

    /** Who ordered it and when. */
    public record By(String name, Instant at) {}

    /** Whether it goes on. The last two never change again. */
    public enum State {
        RUNNING,
        PAUSED,
        DONE,
        CANCELLED;

        public boolean isOver() {
            return this == DONE || this == CANCELLED;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReplayOrder in(State other) {
        return new ReplayOrder(id, scope, rate, ranges, other, by, copied);
    }

    /** The same, done, with so many events copied. */
    public ReplayOrder done(long events) {
        return new ReplayOrder(id, scope, rate, ranges, State.DONE, by, events);
    }

    /** Offsets it has to look at. */
    public long size() {
        return ranges.values().stream().mapToLong(Range::size).sum();
    }

    /** All these by partition; a partition without any is left out. */
    public static SortedMap<Integer, Range> ranges(Map<Integer, Range> all) {
        SortedMap<Integer, Range> some = new TreeMap<>();
        all.forEach((partition, range) -> {
            if (range.size() > 0) {
                some.put(partition, range);
            }
        });
        return some;
    }
}

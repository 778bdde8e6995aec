package io.headwater.collector.spool;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which numbers are in the spool and not yet in Kafka.
 * <pre>
 *   … 41 │ 42 43 44 [45 46] 47 48 │ 49 …
 *        position    gap           next       7 numbers, 5 records
 * </pre>
 * A gap is what will never be drained: numbers the disk lost, records that are quarantined.
 */
final class Undrained {
    /* Ages are kept to a second, so that there are few of them. */
    private static final long APART_MILLIS = 1_000;

    private final NavigableMap<Long, Long> gaps = new TreeMap<>();
    /** When records came: first number to time. */
    private final NavigableMap<Long, Long> ages = new TreeMap<>();

    private long position;
    private long next;

    Undrained(Position position) {
        this.position = position.drained();
        this.next = position.next();
    }

    synchronized Position position() {
        return new Position(position, next);
    }

    synchronized long next() {
        return next;
    }

    /** Numbers up to {@code upTo} are durable; those from {@link #next} on came at {@code millis}. */
    synchronized void appended(long upTo, long millis) {
        came(next, millis);
        next = upTo;
    }

    /** Records from this number on came at {@code millis}. */
    synchronized void came(long number, long millis) {
        Map.Entry<Long, Long> last = ages.lastEntry();
        if (last == null || last.getKey() < position || millis - last.getValue() >= APART_MILLIS) {
            ages.put(number, millis);
        }
    }

    /** These numbers will not be drained. Telling it again changes nothing. */
    synchronized void gap(long from, long to) {
        long number = Math.max(from, position);
        while (number < to) {
            Map.Entry<Long, Long> before = gaps.floorEntry(number);
            if (before != null && before.getValue() > number) {
                number = before.getValue();
            } else {
                Long after = gaps.higherKey(number);
                long end = after == null ? to : Math.min(to, after);
                gaps.put(number, end);
                number = end;
            }
        }
    }

    /** Where the position may stand once everything below {@code number} is drained: past the gaps that follow. */
    synchronized long past(long number) {
        long past = number;
        for (Long end = gaps.get(past); end != null; end = gaps.get(past)) {
            past = end;
        }
        return past;
    }

    /** Moves the position; returns how many records that drained. */
    synchronized long drained(long to) {
        long before = records();
        position = to;
        while (!gaps.isEmpty() && gaps.firstEntry().getValue() <= to) {
            gaps.pollFirstEntry();
        }
        Long age = ages.floorKey(to);
        if (age != null) {
            ages.headMap(age, false).clear();
        }
        return before - records();
    }

    synchronized long records() {
        long missing = 0;
        for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
            missing += gap.getValue() - gap.getKey();
        }
        return next - position - missing;
    }

    synchronized Optional<Instant> oldest() {
        if (records() == 0) {
            return Optional.empty();
        }
        Map.Entry<Long, Long> entry = ages.floorEntry(position);
        return Optional.ofNullable(entry == null ? ages.firstEntry() : entry)
                .map(age -> Instant.ofEpochMilli(age.getValue()));
    }
}

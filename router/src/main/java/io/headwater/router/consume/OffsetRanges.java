package io.headwater.router.consume;

import java.util.Arrays;

/**
 * A set of offsets as sorted ranges that neither overlap nor touch. Cheap where offsets come mostly next to each other,
 * however many there are.
 */
final class OffsetRanges {
    private long[] from = new long[16];
    private long[] to = new long[16];
    private int count;

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** First offset of range {@code i}. */
    long from(int i) {
        return from[i];
    }

    /** The offset after the last of range {@code i}. */
    long to(int i) {
        return to[i];
    }

    boolean contains(long offset) {
        int i = rangeFrom(offset);
        return i >= 0 && offset < to[i];
    }

    /** Adds {@code start} to {@code end} exclusive, joining what it overlaps or touches. */
    void add(long start, long end) {
        if (start >= end) {
            return;
        }
        int first = rangeFrom(start);
        first = first >= 0 && to[first] >= start ? first : first + 1;
        int after = first;
        long joinedFrom = start;
        long joinedTo = end;
        while (after < count && from[after] <= end) {
            joinedFrom = Math.min(joinedFrom, from[after]);
            joinedTo = Math.max(joinedTo, to[after]);
            after++;
        }
        replace(first, after);
        from[first] = joinedFrom;
        to[first] = joinedTo;
    }

    /** Takes the lowest range away and returns where it ended. */
    long removeFirst() {
        long end = to[0];
        System.arraycopy(from, 1, from, 0, count - 1);
        System.arraycopy(to, 1, to, 0, count - 1);
        count--;
        return end;
    }

    /** How many offsets from {@code start} to {@code end} exclusive are not in the set. */
    long missing(long start, long end) {
        long missing = end - start;
        for (int i = 0; i < count; i++) {
            missing -= Math.max(0, Math.min(end, to[i]) - Math.max(start, from[i]));
        }
        return missing;
    }

    /** Makes ranges {@code first} to {@code after} exclusive one range, or a new one where they are none. */
    private void replace(int first, int after) {
        int newCount = count - (after - first) + 1;
        if (newCount > from.length) {
            from = Arrays.copyOf(from, from.length * 2);
            to = Arrays.copyOf(to, to.length * 2);
        }
        System.arraycopy(from, after, from, first + 1, count - after);
        System.arraycopy(to, after, to, first + 1, count - after);
        count = newCount;
    }

    /** The last range that begins at or below {@code offset}, or -1. */
    private int rangeFrom(long offset) {
        int i = Arrays.binarySearch(from, 0, count, offset);
        return i >= 0 ? i : -i - 2;
    }
}

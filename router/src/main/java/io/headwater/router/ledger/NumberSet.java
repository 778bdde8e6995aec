package io.headwater.router.ledger;

import io.headwater.ledger.Numbers;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * A set of numbers of one line that grows, and can be compared with others. Small where numbers lie next to each other.
 *
 * <p>Of the library's two sets of 64-bit numbers the one that adds a short range in nanoseconds: {@code Roaring64Bitmap} takes
 * a millisecond for it.
 */
final class NumberSet {
    private final Roaring64NavigableMap bits = new Roaring64NavigableMap(false, false);
    private int changes;

    static NumberSet of(Numbers numbers) {
        NumberSet set = new NumberSet();
        numbers.forEach(set::add);
        return set;
    }

    /** Adds {@code from} to before {@code to}; nothing where that is none. */
    void add(long from, long to) {
        if (from < to) {
            bits.addRange(from, to);
            changed();
        }
    }

    void addAll(NumberSet other) {
        bits.or(other.bits);
        changed();
    }

    void removeAll(NumberSet other) {
        if (!bits.isEmpty() && !other.isEmpty()) {
            bits.andNot(other.bits);
        }
    }

    void retainAll(NumberSet other) {
        bits.and(other.bits);
    }

    /* Ranges that have grown together take a few bytes once they are written as ranges. */
    private void changed() {
        changes++;
        if ((changes & 0x3F) == 0) {
            bits.runOptimize();
        }
    }

    NumberSet and(NumberSet other) {
        if (isEmpty() || other.isEmpty()) {
            return new NumberSet();
        }
        NumberSet both = copy();
        both.retainAll(other);
        return both;
    }

    NumberSet minus(NumberSet other) {
        NumberSet rest = copy();
        rest.removeAll(other);
        return rest;
    }

    NumberSet plus(NumberSet other) {
        NumberSet both = copy();
        both.addAll(other);
        return both;
    }

    NumberSet copy() {
        NumberSet copy = new NumberSet();
        copy.bits.or(bits);
        return copy;
    }

    boolean isEmpty() {
        return bits.isEmpty();
    }

    long count() {
        return bits.getLongCardinality();
    }

    /** How many numbers are in both. */
    long countIn(NumberSet other) {
        return and(other).count();
    }

    boolean contains(long number) {
        return bits.contains(number);
    }

    /** The highest number; -1 of nothing. */
    long last() {
        LongIterator falling = bits.getReverseLongIterator();
        return falling.hasNext() ? falling.next() : -1;
    }

    /** The numbers from {@code from} on. */
    NumberSet from(long from) {
        NumberSet rest = copy();
        if (from > 0 && !rest.isEmpty()) {
            NumberSet below = new NumberSet();
            below.add(0, from);
            rest.removeAll(below);
        }
        return rest;
    }

    /** At most so many of them, the lowest. */
    Numbers first(int most) {
        Numbers.Builder numbers = new Numbers.Builder();
        LongIterator each = bits.getLongIterator();
        for (int i = 0; i < most && each.hasNext(); i++) {
            long number = each.next();
            numbers.add(number, number + 1);
        }
        return numbers.build();
    }

    /** Bytes of memory it takes, roughly. */
    long bytes() {
        return 200 + bits.getLongSizeInBytes();
    }
}

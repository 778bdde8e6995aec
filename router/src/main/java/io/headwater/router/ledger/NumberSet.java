package io.headwater.router.ledger;

import io.headwater.ledger.Numbers;
import java.util.List;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * A set of numbers of one line that grows, and can be compared with others. Small where numbers lie next to each other.
 *
 * <p>Of the library's two sets of 64-bit numbers the one that adds a short range in nanoseconds: {@code Roaring64Bitmap} takes
 * a millisecond for it.
 */
final class NumberSet {
    /* Beyond so many, to unite containers as they are is quicker than to look each number up. */
    private static final int FEW = 64;
    /* Changes from one compaction to the next: at least so many, and one more for so many bytes, since it looks at all of them. */
    private static final int CHANGES = 64;
    private static final int BYTES_A_CHANGE = 1_024;

    private final Roaring64NavigableMap bits = new Roaring64NavigableMap(false, false);
    private long changesLeft = CHANGES;

    static NumberSet of(Numbers numbers) {
        NumberSet set = new NumberSet();
        numbers.forEach(set::add);
        return set;
    }

    /** Adds {@code from} to before {@code to}; nothing where that is none. */
    void add(long from, long to) {
        if (from + 1 == to) {
            bits.addLong(from);
            changed();
        } else if (from < to) {
            bits.addRange(from, to);
            changed();
        }
    }

    void addAll(NumberSet other) {
        if (other.count() > FEW) {
            bits.or(other.bits);
        } else {
            other.bits.forEach(bits::addLong);
        }
        changed();
    }

    /** What is in any of them. */
    static NumberSet union(List<NumberSet> sets) {
        NumberSet union = new NumberSet();
        sets.forEach(each -> union.bits.naivelazyor(each.bits));
        union.bits.repairAfterLazy();
        union.bits.runOptimize();
        return union;
    }

    void removeAll(NumberSet other) {
        if (!isApartFrom(other)) {
            bits.andNot(other.bits);
        }
    }

    void retainAll(NumberSet other) {
        bits.and(other.bits);
    }

    /* Ranges that have grown together take a few bytes once they are written as ranges. */
    private void changed() {
        changesLeft--;
        if (changesLeft <= 0) {
            bits.runOptimize();
            changesLeft = CHANGES + bits.getLongSizeInBytes() / BYTES_A_CHANGE;
        }
    }

    NumberSet and(NumberSet other) {
        if (isApartFrom(other)) {
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

    /* All of one below all of the other, as what is new mostly is to what was: told without a look at what lies between. */
    private boolean isApartFrom(NumberSet other) {
        return isEmpty() || other.isEmpty() || lowest() > other.last() || last() < other.lowest();
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

    /* By an iterator: the set's own first and last fail once one of its bitmaps has been emptied. */
    private long lowest() {
        return bits.getLongIterator().next();
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

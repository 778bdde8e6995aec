package io.headwater.router.ledger;

import io.headwater.ledger.Numbers;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A set of numbers of one line that grows, and can be compared with others. Small where numbers lie next to each other. */
final class NumberSet {
    private final Roaring64Bitmap bits;
    private int changes;

    NumberSet() {
        this(new Roaring64Bitmap());
    }

    private NumberSet(Roaring64Bitmap bits) {
        this.bits = bits;
    }

    static NumberSet of(Numbers numbers) {
        NumberSet set = new NumberSet();
        numbers.forEach(set::add);
        return set;
    }

    /** Adds {@code from} to before {@code to}. */
    void add(long from, long to) {
        if (to - from == 1) {
            bits.addLong(from);
        } else {
            bits.addRange(from, to);
        }
        changed();
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
        return new NumberSet(Roaring64Bitmap.and(bits, other.bits));
    }

    NumberSet minus(NumberSet other) {
        return other.isEmpty() ? copy() : new NumberSet(Roaring64Bitmap.andNot(bits, other.bits));
    }

    NumberSet plus(NumberSet other) {
        NumberSet both = copy();
        both.addAll(other);
        return both;
    }

    NumberSet copy() {
        return new NumberSet(bits.clone());
    }

    boolean isEmpty() {
        return bits.isEmpty();
    }

    long count() {
        return bits.getLongCardinality();
    }

    /** How many numbers are in both. */
    long countIn(NumberSet other) {
        return isEmpty() || other.isEmpty() ? 0 : Roaring64Bitmap.andCardinality(bits, other.bits);
    }

    boolean contains(long number) {
        return bits.contains(number);
    }

    /** The highest number; -1 of nothing. */
    long last() {
        return isEmpty() ? -1 : bits.last();
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
        PeekableLongIterator each = bits.getLongIterator();
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

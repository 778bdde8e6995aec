package io.headwater.ledger;

import java.util.Arrays;

/** A set of numbers of one line, as sorted ranges that neither overlap nor touch. Never changes. */
public final class Numbers {
    public static final Numbers NONE = new Numbers(new long[0], new long[0]);

    private final long[] from;
    private final long[] to;

    /** One range of a set: {@code from} to before {@code to}. */
    public interface Each {
        void range(long from, long to);
    }

    private Numbers(long[] from, long[] to) {
        this.from = from;
        this.to = to;
    }

    /** {@code from} to before {@code to}. */
    public static Numbers range(long from, long to) {
        return new Builder().add(from, to).build();
    }

    public boolean isEmpty() {
        return from.length == 0;
    }

    /** How many ranges it takes. */
    int ranges() {
        return from.length;
    }

    long from(int i) {
        return from[i];
    }

    long to(int i) {
        return to[i];
    }

    public void forEach(Each each) {
        for (int i = 0; i < from.length; i++) {
            each.range(from[i], to[i]);
        }
    }

    /** How many numbers are in it. */
    public long count() {
        long count = 0;
        for (int i = 0; i < from.length; i++) {
            count += to[i] - from[i];
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Numbers that && Arrays.equals(from, that.from) && Arrays.equals(to, that.to);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
    }

    /** {@code 4, 7-9}: as people read it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((first, after) -> {
            text.append(text.isEmpty() ? "" : ", ").append(first);
            if (after - first > 1) {
                text.append('-').append(after - 1);
            }
        });
        return text.toString();
    }

    /** A set being made from ranges in rising order. */
    public static final class Builder {
        private long[] from = new long[8];
        private long[] to = new long[8];
        private int count;

        /** Adds a range that begins at or after the end of those before; one that touches the last becomes part of it. */
        public Builder add(long start, long end) {
            if (start >= end) {
                return this;
            }
            if (count > 0 && start == to[count - 1]) {
                to[count - 1] = end;
                return this;
            }
            if (count > 0 && start < to[count - 1]) {
                throw new IllegalArgumentException("ranges must rise: " + start + " after " + to[count - 1]);
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
            }
            from[count] = start;
            to[count] = end;
            count++;
            return this;
        }

        public Numbers build() {
            return count == 0 ? NONE : new Numbers(Arrays.copyOf(from, count), Arrays.copyOf(to, count));
        }
    }
}

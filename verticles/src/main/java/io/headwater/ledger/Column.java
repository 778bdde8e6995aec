package io.headwater.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers of one line, each with one value. Kept as stretches of equal value, since neighbours mostly share theirs. Never
 * changes.
 * <pre>
 *   numbers   10 11 12 13    20 21
 *   values     a  a  b  b     b  b        stretches: 10-11 a, 12-13 b, 20-21 b
 * </pre>
 */
public final class Column {
    private final long[] from;
    private final long[] to;
    private final long[] values;

    /** One stretch of numbers, {@code from} to before {@code to}, that share a value. */
    public interface Each {
        void stretch(long from, long to, long value);
    }

    private Column(long[] from, long[] to, long[] values) {
        this.from = from;
        this.to = to;
        this.values = values;
    }

    /** All of these numbers with the same value. */
    public static Column of(Numbers numbers, long value) {
        Stretches stretches = new Stretches();
        numbers.forEach((first, after) -> stretches.add(first, after, value));
        return stretches.build();
    }

    public void forEach(Each each) {
        for (int i = 0; i < from.length; i++) {
            each.stretch(from[i], to[i], values[i]);
        }
    }

    public Numbers numbers() {
        Numbers.Builder numbers = new Numbers.Builder();
        for (int i = 0; i < from.length; i++) {
            numbers.add(from[i], to[i]);
        }
        return numbers.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Column that
                && Arrays.equals(from, that.from)
                && Arrays.equals(to, that.to)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((first, after, value) -> text.append('[')
                .append(Numbers.range(first, after))
                .append("]=")
                .append(value));
        return text.toString();
    }

    /**
     * As bytes: the set of numbers, the values that occur, then along the set how many numbers in a row share which. A
     * stretch of {@code n} numbers with value {@code i} of {@code v} is the number {@code (n - 1) * v + i}, one byte mostly.
     */
    void write(Bytes out, NumbersCodec sets) {
        sets.write(out, numbers());
        Map<Long, Integer> places = new HashMap<>();
        List<Long> distinct = new ArrayList<>();
        for (long value : values) {
            if (places.putIfAbsent(value, distinct.size()) == null) {
                distinct.add(value);
            }
        }
        out.number(distinct.size());
        distinct.forEach(out::signed);
        if (distinct.size() < 2) {
            return;
        }
        int i = 0;
        while (i < values.length) {
            long length = to[i] - from[i];
            int next = i + 1;
            while (next < values.length && values[next] == values[i]) {
                length += to[next] - from[next];
                next++;
            }
            out.number((length - 1) * distinct.size() + places.getOrDefault(values[i], 0));
            i = next;
        }
    }

    static Column read(ByteReader in, NumbersCodec sets) {
        Numbers numbers = sets.read(in);
        long[] distinct = new long[in.count()];
        for (int i = 0; i < distinct.length; i++) {
            distinct[i] = in.signed();
        }
        if (distinct.length == 0 && !numbers.isEmpty()) {
            throw new IllegalArgumentException("the report holds numbers without a value");
        }
        Stretches stretches = new Stretches();
        long left = 0;
        long value = 0;
        for (int i = 0; i < numbers.ranges(); i++) {
            long at = numbers.from(i);
            while (at < numbers.to(i)) {
                if (left == 0) {
                    long stretch = distinct.length == 1 ? (Long.MAX_VALUE - 1) : in.number();
                    if (stretch < 0) {
                        throw new IllegalArgumentException("the report holds a stretch without an end");
                    }
                    left = stretch / distinct.length + 1;
                    value = distinct[(int) (distinct.length == 1 ? 0 : stretch % distinct.length)];
                }
                long end = Math.min(numbers.to(i), at + Math.min(left, numbers.to(i) - at));
                stretches.add(at, end, value);
                left -= end - at;
                at = end;
            }
        }
        return stretches.build();
    }

    /** Numbers with values, in the order in which things happened. */
    public static final class Builder {
        private long[] numbers = new long[16];
        private long[] values = new long[16];
        private int count;

        public boolean isEmpty() {
            return count == 0;
        }

        /** How many were added. */
        public int size() {
            return count;
        }

        public void add(long number, long value) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            numbers[count] = number;
            values[count] = value;
            count++;
        }

        /** The same as columns: a number that was added again stands in a later one. */
        public List<Column> build() {
            if (rises()) {
                Stretches stretches = new Stretches();
                for (int i = 0; i < count; i++) {
                    stretches.add(numbers[i], numbers[i] + 1, values[i]);
                }
                return List.of(stretches.build());
            }
            return layers();
        }

        private boolean rises() {
            for (int i = 1; i < count; i++) {
                if (numbers[i] <= numbers[i - 1]) {
                    return false;
                }
            }
            return count > 0;
        }

        private List<Column> layers() {
            Integer[] order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(
                    order, (a, b) -> Long.compare(numbers[a], numbers[b])); // stable: the order of what happened stays
            List<Stretches> layers = new ArrayList<>();
            int times = 0;
            for (int i = 0; i < count; i++) {
                int each = order[i];
                times = i > 0 && numbers[order[i - 1]] == numbers[each] ? times + 1 : 0;
                if (times == layers.size()) {
                    layers.add(new Stretches());
                }
                layers.get(times).add(numbers[each], numbers[each] + 1, values[each]);
            }
            return layers.stream().map(Stretches::build).toList();
        }
    }

    /** Stretches being put together, in rising order. */
    private static final class Stretches {
        private long[] from = new long[16];
        private long[] to = new long[16];
        private long[] values = new long[16];
        private int count;

        void add(long first, long after, long value) {
            if (count > 0 && to[count - 1] == first && values[count - 1] == value) {
                to[count - 1] = after;
                return;
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            from[count] = first;
            to[count] = after;
            values[count] = value;
            count++;
        }

        Column build() {
            return new Column(Arrays.copyOf(from, count), Arrays.copyOf(to, count), Arrays.copyOf(values, count));
        }
    }
}

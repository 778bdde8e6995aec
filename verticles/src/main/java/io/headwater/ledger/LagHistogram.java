package io.headwater.ledger;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each length of time was measured, to 6 %: sixteen buckets for each doubling, from a microsecond to hours. Can be
 * added up. Not for several threads.
 */
public final class LagHistogram {
    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;
    private static final int BUCKETS = 40 * STEPS;

    private long[] counts = new long[0];
    private long count;

    public boolean isEmpty() {
        return count == 0;
    }

    public long count() {
        return count;
    }

    public void record(long micros) {
        record(micros, 1);
    }

    /** That many took this long; less than nothing, as between two clocks, counts as nothing. */
    public void record(long micros, long times) {
        add(bucket(Math.max(0, micros)), times);
    }

    public void add(LagHistogram other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] > 0) {
                add(i, other.counts[i]);
            }
        }
    }

    private void add(int bucket, long times) {
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, Math.min(BUCKETS, Math.max(bucket + 1, 2 * counts.length)));
        }
        counts[bucket] += times;
        count += times;
    }

    /** The time in microseconds that this share (0 to 1) of all stayed within; the upper edge of its bucket. 0 of nothing. */
    public long percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperEdge(i);
            }
        }
        return 0;
    }

    private static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
        int bucket = (shift + 1) * STEPS + (int) ((micros >>> shift) - STEPS);
        return Math.min(bucket, BUCKETS - 1);
    }

    private static long upperEdge(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) (STEPS + bucket % STEPS + 1) << shift) - 1;
    }

    void write(Bytes out) {
        Map<Integer, Long> filled = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                filled.put(i, counts[i]);
            }
        }
        out.number(filled.size());
        int[] before = {0};
        filled.forEach((bucket, times) -> {
            out.number(bucket - before[0]).number(times);
            before[0] = bucket;
        });
    }

    static LagHistogram read(ByteReader in) {
        LagHistogram times = new LagHistogram();
        int filled = in.count();
        long bucket = 0;
        for (int i = 0; i < filled; i++) {
            bucket += in.number();
            if (bucket < 0 || bucket >= BUCKETS) {
                throw new IllegalArgumentException("the report measures a time out of range");
            }
            times.add((int) bucket, in.number());
        }
        return times;
    }
}

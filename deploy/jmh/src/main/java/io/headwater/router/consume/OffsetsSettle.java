package io.headwater.router.consume;

import io.headwater.deploy.bench.Microbenchmark;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Offsets of a partition are read in their order and settle up to {@code spread} places out of it. */
public class OffsetsSettle extends Microbenchmark {
    private static final int OFFSETS = 10_000;

    @Param({"1", "100", "1000"})
    private int spread;

    private final int[] order = new int[OFFSETS];

    @Setup
    public void shuffles() {
        Random random = new Random(7);
        for (int i = 0; i < OFFSETS; i++) {
            order[i] = i;
        }
        for (int from = 0; from < OFFSETS; from += spread) {
            int size = Math.min(spread, OFFSETS - from);
            for (int i = size - 1; i > 0; i--) {
                int other = from + random.nextInt(i + 1);
                int swapped = order[from + i];
                order[from + i] = order[other];
                order[other] = swapped;
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(OFFSETS)
    public long settle() {
        OffsetTracker tracker = new OffsetTracker(0);
        for (int i = 0; i < OFFSETS; i++) {
            tracker.read(i);
        }
        for (int offset : order) {
            tracker.settle(offset);
        }
        return tracker.safe();
    }
}

package io.headwater.router.consume;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Offsets of a partition are read in their order and settle up to {@code spread} places out of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OffsetsSettle {
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

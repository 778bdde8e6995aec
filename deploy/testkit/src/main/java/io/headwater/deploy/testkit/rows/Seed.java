package io.headwater.deploy.testkit.rows;

import java.util.Random;
import java.util.SplittableRandom;

/** Where a run's chance comes from: chosen anew each time, printed, and set by {@code -Dfaults.seed=} to repeat a run. */
public final class Seed {
    private static final String PROPERTY = "faults.seed";
    private static final int READABLE = 1_000_000;

    private Seed() {}

    /** The one that is set, else a new one. */
    public static long next() {
        return of(System.getProperty(PROPERTY, ""));
    }

    static long of(String set) {
        return set.isEmpty() ? new SplittableRandom().nextInt(READABLE) : Long.parseLong(set);
    }

    /** The same chances for the same seed. */
    public static Random random(long seed) {
        return new Random(seed);
    }
}

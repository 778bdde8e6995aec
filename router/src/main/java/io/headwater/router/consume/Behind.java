package io.headwater.router.consume;

import io.headwater.kafka.LogConsumer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether a reading is behind: the log had as many records as are taken at once, so that more are there already. */
final class Behind {
    /* Nothing may come any more after that; whoever is behind is told so far more often. */
    private static final long FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanos;
    private boolean isSo;
    private long since;

    /** @param nanos time that only goes on */
    Behind(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Some have come.
     *
     * @param heldUp whether partitions wait, so that what is there does not come by itself
     */
    void came(int records, boolean heldUp) {
        isSo = records >= LogConsumer.MOST_AT_ONCE && !heldUp;
        since = nanos.getAsLong();
    }

    boolean isSo() {
        return isSo && nanos.getAsLong() - since < FOR_NANOS;
    }
}

package io.headwater.router.consume;

import io.headwater.kafka.LogConsumer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether a reading is behind: a moment ago the log had as many records as are taken at once, so that more are there already. A
 * reading that is behind gets fewer now and then, when what Kafka's client had ready is taken.
 */
final class Behind {
    /* Whoever is behind is told so far more often. */
    private static final long FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanos;
    private boolean isSo;
    private long at;

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
        if (heldUp) {
            isSo = false;
        } else if (records >= LogConsumer.MOST_AT_ONCE) {
            isSo = true;
            at = nanos.getAsLong();
        }
    }

    boolean isSo() {
        return isSo && nanos.getAsLong() - at < FOR_NANOS;
    }
}

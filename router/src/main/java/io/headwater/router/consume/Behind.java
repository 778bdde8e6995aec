package io.headwater.router.consume;

import io.headwater.kafka.LogConsumer;
import java.util.concurrent.TimeUnit;

/** Whether a reading is behind: the log had as many records as are taken at once, so that more are there already. */
final class Behind {
    /* Nothing may come any more after that; whoever is behind is told so far more often. */
    private static final long FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private boolean isSo;
    private long since;

    /**
     * Some have come.
     *
     * @param heldUp whether partitions wait, so that what is there does not come by itself
     */
    void came(int records, boolean heldUp, long now) {
        isSo = records >= LogConsumer.MOST_AT_ONCE && !heldUp;
        since = now;
    }

    boolean isSo(long now) {
        return isSo && now - since < FOR_NANOS;
    }
}

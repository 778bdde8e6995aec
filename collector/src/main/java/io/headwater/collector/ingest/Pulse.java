package io.headwater.collector.ingest;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether an event loop has more to do than it can: whether its turns have taken too long for a while, each of them. One long turn, or
 * a pause of the whole process, is no sign of that.
 */
final class Pulse {
    private static final long BEAT_MILLIS = 20;
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int HOLD_BEATS = 3;

    private final long lateNanos;
    private final LongSupplier nanos;
    private long latest;
    private long lateSince;
    private int lateBeats;

    /**
     * @param lateAfter a turn that takes longer is late; zero: none ever is
     * @param nanos as {@link System#nanoTime} tells them
     */
    Pulse(Duration lateAfter, LongSupplier nanos) {
        this.lateNanos = lateAfter.isZero()
                ? Long.MAX_VALUE
                : lateAfter.plusMillis(BEAT_MILLIS).toNanos();
        this.nanos = nanos;
        this.latest = nanos.getAsLong();
    }

    /** Lets it beat on the event loop of the current context, from now on. */
    void start(Vertx vertx) {
        /* Not periodic: a periodic timer that is late makes up for it, one beat upon the other. */
        vertx.setTimer(BEAT_MILLIS, timer -> {
            beat();
            start(vertx);
        });
    }

    /** A turn is over. */
    void beat() {
        long now = nanos.getAsLong();
        if (now - latest <= lateNanos) {
            lateBeats = 0;
        } else {
            lateSince = lateBeats == 0 ? latest : lateSince;
            lateBeats++;
        }
        latest = now;
    }

    boolean isLate() {
        return lateBeats >= HOLD_BEATS && nanos.getAsLong() - lateSince >= HOLD_NANOS;
    }
}

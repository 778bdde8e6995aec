package io.headwater.collector.ingest;

import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Ends what takes too long, all with the same time limit, on one event loop: the oldest stands first, so a look at the
 * head now and then serves in place of a timer for each request.
 */
final class Deadlines {
    private final long limitNanos;
    private final Set<Deadline> open = new LinkedHashSet<>();

    Deadlines(Vertx vertx, long limitMillis) {
        this.limitNanos = limitMillis * 1_000_000;
        vertx.setPeriodic(Math.max(10, Math.min(250, limitMillis / 8)), id -> sweep());
    }

    /** Something that has to end in time. */
    interface Deadline {
        long startedNanos();

        /** Called once, when the limit is over. */
        void expire();
    }

    void add(Deadline deadline) {
        open.add(deadline);
    }

    /** It ended in time; nothing of it is kept. */
    void remove(Deadline deadline) {
        open.remove(deadline);
    }

    private void sweep() {
        long now = System.nanoTime();
        while (!open.isEmpty()) {
            Deadline oldest = open.iterator().next();
            if (now - oldest.startedNanos() < limitNanos) {
                return;
            }
            open.remove(oldest);
            oldest.expire();
        }
    }
}

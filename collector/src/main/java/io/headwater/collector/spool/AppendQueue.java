package io.headwater.collector.spool;

import io.headwater.collector.spool.SpoolRefused.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Appends on their way to the disk, in the order they were made: those that wait and those being written, together bounded
 * by bytes. Whatever the disk does, none of them stays unanswered for longer than {@code spool.syncWithin}.
 */
final class AppendQueue {
    private final long maxBytes;
    private final long withinNanos;
    private final Deque<Append> waiting = new ArrayDeque<>();
    private List<Append> writing = List.of();
    private long bytes;
    private boolean open = true;

    AppendQueue(SpoolConfig config) {
        this.maxBytes = config.queue().bytes();
        this.withinNanos = config.syncWithin().toNanos();
    }

    /** Takes an append, or refuses it. One that is larger than the whole queue waits alone. */
    void offer(Append append) {
        Reason refusal;
        synchronized (this) {
            if (open && (bytes == 0 || bytes + append.bytes() <= maxBytes)) {
                waiting.add(append);
                bytes += append.bytes();
                notifyAll();
                return;
            }
            refusal = open ? Reason.LATE : Reason.CLOSED;
        }
        append.refuse(
                refusal,
                refusal == Reason.CLOSED
                        ? "the spool is closed"
                        : "the disk is behind: " + maxBytes + " bytes wait for it (spool.queue)");
    }

    /**
     * The next appends to write together, the first and whatever else there is up to {@code most} bytes; waits for one. The
     * former are done with then. Empty once the queue is closed and nothing is left.
     */
    synchronized List<Append> take(long most) throws InterruptedException {
        release(writing);
        writing = List.of();
        while (open && waiting.isEmpty()) {
            wait();
        }
        List<Append> taken = new ArrayList<>();
        long size = 0;
        for (Append next = waiting.peek(); next != null; next = waiting.peek()) {
            if (!taken.isEmpty() && size + next.bytes() > most) {
                break;
            }
            taken.add(waiting.remove());
            size += next.bytes();
        }
        writing = taken;
        return taken;
    }

    private void release(List<Append> done) {
        for (Append append : done) {
            bytes -= append.bytes();
        }
    }

    /** Refuses what has waited too long. What is being written keeps its room until it is. */
    void expire(long now) {
        List<Append> late = new ArrayList<>();
        synchronized (this) {
            for (Append append : writing) {
                if (!append.isOver() && append.isOlderThan(withinNanos, now)) {
                    late.add(append);
                }
            }
            for (Iterator<Append> each = waiting.iterator(); each.hasNext(); ) {
                Append append = each.next();
                if (!append.isOlderThan(withinNanos, now)) {
                    break;
                }
                each.remove();
                bytes -= append.bytes();
                late.add(append);
            }
        }
        late.forEach(append -> append.refuse(
                Reason.LATE, "the disk did not take it within " + withinNanos / 1_000_000 + "ms (spool.syncWithin)"));
    }

    /** Takes no more; what waits is still written. */
    synchronized void close() {
        open = false;
        notifyAll();
    }
}

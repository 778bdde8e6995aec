package io.headwater.router.lane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Half of what a lane holds, the events that go first or the others: those not tried yet, and batches that wait to be tried again. */
final class Side {
    private final LaneSpec spec;
    private final BooleanSupplier more;
    private final Queue queue;
    private final PriorityQueue<Batch> retries = new PriorityQueue<>(Comparator.comparingLong(Batch::due));

    /**
     * Makes an empty one.
     *
     * @param byDeadline whether the nearest deadline goes first, and not who came first
     * @param more whether more events are about to come
     */
    Side(LaneSpec spec, boolean byDeadline, BooleanSupplier more) {
        this.spec = spec;
        this.more = more;
        this.queue = new Queue(spec, byDeadline);
    }

    void add(Held held) {
        held.joins(this);
        queue.add(held);
    }

    boolean fillsABatch() {
        return queue.fillsABatch();
    }

    /** Whether there are events that were not tried yet and may go. */
    boolean hasUntried() {
        return !queue.isEmpty();
    }

    void retry(Batch batch) {
        retries.add(batch);
    }

    /**
     * The batch that goes next, if one may.
     *
     * @param flush whether it need not be full
     * @param newFrom when the next batch that was not tried yet may go
     */
    Optional<Batch> next(long now, boolean flush, long newFrom) {
        boolean ready = !queue.isEmpty()
                && now >= newFrom
                && (flush || queue.fillsABatch() || queue.lingersUntil(more.getAsBoolean()) <= now);
        boolean retry = !retries.isEmpty() && retries.element().due() <= now;
        if (retry && !(ready && isMoreUrgent(retries.element(), now))) {
            return Optional.of(retries.remove());
        }
        return ready ? queue.take(spec.batchMax(), now) : Optional.empty();
    }

    /* What can still be in time goes before a batch that cannot; else what failed before, which is older. */
    private boolean isMoreUrgent(Batch than, long now) {
        long deadline = than.first().deadlineAt();
        return !than.keepsInPlace() && queue.deadline(now) < (deadline < now ? Batch.NEVER : deadline);
    }

    /** When {@link #next} will have something. */
    long readyAt(long newFrom) {
        long retry = retries.isEmpty() ? Batch.NEVER : retries.element().due();
        long fresh = queue.isEmpty() ? Batch.NEVER : Math.max(queue.lingersUntil(more.getAsBoolean()), newFrom);
        return Math.min(retry, fresh);
    }

    /** A single event that was not tried yet, to find out whether the destination is back. */
    Optional<Batch> untried(long now) {
        return queue.take(1, now);
    }

    /** The batch whose last attempt is longest ago. */
    Optional<Batch> tried() {
        return hasTried() ? Optional.of(retries.remove()) : Optional.empty();
    }

    boolean hasTried() {
        return !retries.isEmpty() && retries.element().due() < Batch.NEVER;
    }

    /** All failures so far were the destination's. */
    void forgive() {
        retries.forEach(Batch::forgive);
    }

    /** An event is settled: what had to stay behind it may go. */
    void settled(Held held, long now) {
        held.batch().ifPresent(batch -> {
            queue.settled(held);
            if (batch.settledOne()) {
                batch.follower().filter(retries::remove).ifPresent(next -> retries.add(next.dueAt(now)));
            }
        });
    }

    /** Takes out the events that are asked for; a batch as a whole, by its first event. */
    List<Held> remove(Predicate<Held> which) {
        List<Held> removed = new ArrayList<>();
        Iterator<Batch> each = retries.iterator();
        while (each.hasNext()) {
            Batch batch = each.next();
            if (which.test(batch.first())) {
                removed.addAll(batch.events());
                each.remove();
            }
        }
        removed.addAll(queue.remove(which));
        return removed;
    }
}

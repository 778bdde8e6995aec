package io.headwater.router.lane;

import io.headwater.router.deliver.format.HeaderText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Events that wait to become part of a batch, and how they are cut into batches. */
final class Queue {
    /* A request names its events in one header; common servers take 8 KiB of headers together. */
    private static final int ID_BYTES = 6 * 1024;

    private final LaneSpec spec;
    private final Keys keys;
    private final Waiting events;
    private long data;

    /**
     * Makes an empty one.
     *
     * @param byDeadline whether the nearest deadline goes first, and not who came first
     */
    Queue(LaneSpec spec, boolean byDeadline) {
        this.spec = spec;
        this.keys = new Keys(spec.ordered());
        this.events = new Waiting(byDeadline);
    }

    void add(Held held) {
        events.add(held);
        data += size(held);
    }

    /** The deadline of the event that goes next; {@link Batch#NEVER} of nothing, and where it has passed. */
    long deadline(long now) {
        if (events.isEmpty()) {
            return Batch.NEVER;
        }
        long deadline = events.first(now).deadlineAt();
        return deadline < now ? Batch.NEVER : deadline;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Whether a batch need not wait to fill. */
    boolean fillsABatch() {
        return events.size() >= spec.batchMax() || data >= requestBytes();
    }

    /**
     * When the first event has lingered long enough. To be asked while there is one.
     *
     * @param more whether more events are about to come
     */
    long lingersUntil(boolean more) {
        return events.readSince() + spec.lingerNanos(more);
    }

    /** The next events that travel together, as many as may; empty if everything there is has to stay behind. */
    Optional<Batch> take(int most, long now) {
        List<Held> taken = new ArrayList<>(Math.min(most, events.size()));
        long bytes = 0;
        long ids = 0;
        while (!events.isEmpty() && taken.size() < most) {
            Held next = events.first(now);
            if (!keys.keepsBack(next)) {
                bytes += size(next);
                ids += HeaderText.jsonLength(next.owed().event().event().id()) + 1;
                boolean fits = bytes <= requestBytes() && ids <= ID_BYTES;
                if (!taken.isEmpty() && !(fits && travelTogether(taken.get(0), next))) {
                    break;
                }
                taken.add(next);
            }
            events.removeFirst(now);
            data -= size(next);
        }
        taken.forEach(keys::goes);
        return taken.isEmpty() ? Optional.empty() : Optional.of(new Batch(taken, now));
    }

    /** An event that went out is settled; those of its key that stayed behind are next. */
    void settled(Held held) {
        List<Held> freed = keys.settled(held);
        for (int i = freed.size() - 1; i >= 0; i--) {
            events.addFirst(freed.get(i));
            data += size(freed.get(i));
        }
    }

    /** Takes out the events that are asked for. */
    List<Held> remove(Predicate<Held> which) {
        List<Held> removed = keys.remove(which);
        events.removeIf(held -> which.test(held) && removed.add(held));
        data = 0;
        events.forEach(held -> data += size(held));
        return removed;
    }

    private static boolean travelTogether(Held first, Held next) {
        return !first.failsAlone()
                && !next.failsAlone()
                && first.owed().waits() == next.owed().waits()
                && first.owed().replay().equals(next.owed().replay());
    }

    private long requestBytes() {
        return spec.lane().request().bytes();
    }

    private static int size(Held held) {
        return held.owed().event().event().data().length();
    }
}

package io.headwater.router.lane;

import io.headwater.router.deliver.format.HeaderText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Events that wait for their first attempt, first in first out, and how they are cut into batches. */
final class Queue {
    /* A request names its events in one header; common servers take 8 KiB of headers together. */
    private static final int ID_BYTES = 6 * 1024;

    private final LaneSpec spec;
    private final ArrayDeque<Owed> events = new ArrayDeque<>();
    private long data;

    Queue(LaneSpec spec) {
        this.spec = spec;
    }

    void add(Owed owed) {
        events.add(owed);
        data += size(owed);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    int size() {
        return events.size();
    }

    /** Whether a batch need not wait to fill. */
    boolean fillsABatch() {
        return events.size() >= spec.batchMax() || data >= spec.requestBytes();
    }

    /** When the first event has lingered long enough. To be asked while there is one. */
    long lingersUntil() {
        return events.getFirst().consumedAt() + spec.lingerNanos();
    }

    /** The next events that travel together: at least one, and as many as may. */
    Batch take() {
        List<Owed> taken = new ArrayList<>(Math.min(spec.batchMax(), events.size()));
        long bytes = 0;
        long ids = 0;
        while (!events.isEmpty() && taken.size() < spec.batchMax()) {
            Owed next = events.getFirst();
            bytes += size(next);
            ids += HeaderText.jsonLength(next.event().event().id()) + 1;
            if (!taken.isEmpty() && (bytes > spec.requestBytes() || ids > ID_BYTES)) {
                break;
            }
            taken.add(events.removeFirst());
            data -= size(next);
        }
        return Batch.of(taken);
    }

    private static int size(Owed owed) {
        return owed.event().event().data().length();
    }
}

package io.headwater.router.duplicates;

import java.util.ArrayDeque;

/**
 * The events of one partition within the window: some generations, the latest of which grows. An event is remembered for
 * the window and up to a fifth of it longer.
 */
final class Window {
    private static final int SLICES = 5;

    private final long windowMillis;
    private final ArrayDeque<Generation> generations = new ArrayDeque<>();
    private long sliceStart = Long.MIN_VALUE;

    Window(long windowMillis) {
        this.windowMillis = windowMillis;
    }

    Verdict look(Fingerprint event, long offset) {
        Verdict verdict = Verdict.FRESH;
        for (Generation generation : generations) {
            Verdict here = generation.look(event, offset);
            if (here == Verdict.DUPLICATE) {
                return here;
            }
            verdict = here == Verdict.REUSED ? here : verdict;
        }
        return verdict;
    }

    /** Remembers an event and forgets those that are too old. */
    void put(Fingerprint event, long offset, long millis) {
        if (sliceStart == Long.MIN_VALUE || millis - sliceStart >= windowMillis / SLICES) {
            int expected = 0;
            if (!generations.isEmpty()) {
                expected = generations.getLast().size();
                generations.getLast().trim();
            }
            generations.addLast(new Generation(expected));
            sliceStart = millis;
            forgetBefore(millis - windowMillis);
        }
        generations.getLast().put(event, offset, millis);
    }

    /** Takes what an earlier reader had remembered; it is the oldest there is. */
    void restore(Generation earlier) {
        if (earlier.size() > 0) {
            generations.addFirst(earlier);
        }
    }

    private void forgetBefore(long millis) {
        while (generations.size() > 1 && generations.getFirst().newest() < millis) {
            generations.removeFirst();
        }
    }

    /** Forgets the oldest; how many events that were. */
    int forgetOldest() {
        Generation oldest = generations.removeFirst();
        if (generations.isEmpty()) {
            sliceStart = Long.MIN_VALUE;
        }
        return oldest.size();
    }

    boolean isEmpty() {
        return generations.isEmpty();
    }

    int size() {
        int size = 0;
        for (Generation generation : generations) {
            size += generation.size();
        }
        return size;
    }
}

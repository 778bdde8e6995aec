package io.headwater.router.duplicates;

/**
 * Events of a stretch of time: a hash table in one array, three numbers an event. Of one id it keeps at most so many with
 * different data, so that an SDK that gives every event the same id costs no more than another.
 */
final class Generation {
    private static final int NUMBERS = 3;
    private static final int SMALLEST = 64;
    private static final int MOST_OF_ONE_ID = 16;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    /* The id's hash, 0 where the slot is free; the data's hash; the offset. */
    private long[] slots;
    private int size;
    private long newest = Long.MIN_VALUE;

    /** @param expected so many events take no growing */
    Generation(int expected) {
        this.slots = new long[capacity(expected) * NUMBERS];
    }

    /* A third more slots than events: some eight are looked at before one is found free. */
    private static int capacity(int expected) {
        return Math.max(SMALLEST, expected + expected / 3 + 1);
    }

    int size() {
        return size;
    }

    /** The time of the latest event, milliseconds of Unix time. */
    long newest() {
        return newest;
    }

    /** What is known of an event at {@code offset} from those before it. */
    Verdict look(Fingerprint event, long offset) {
        long id = key(event.id());
        Verdict verdict = Verdict.FRESH;
        for (int slot = first(id); slots[slot] != 0; slot = next(slot)) {
            if (slots[slot] == id && slots[slot + 2] < offset) {
                if (slots[slot + 1] == event.data()) {
                    return Verdict.DUPLICATE;
                }
                verdict = Verdict.REUSED;
            }
        }
        return verdict;
    }

    /** Remembers an event; of one that is known already the lowest offset. */
    void put(Fingerprint event, long offset, long millis) {
        newest = Math.max(newest, millis);
        long id = key(event.id());
        int sameId = 0;
        int slot = first(id);
        while (slots[slot] != 0) {
            if (slots[slot] == id) {
                if (slots[slot + 1] == event.data()) {
                    slots[slot + 2] = Math.min(slots[slot + 2], offset);
                    return;
                }
                sameId++;
            }
            slot = next(slot);
        }
        if (sameId >= MOST_OF_ONE_ID) {
            return;
        }
        set(slots, slot, id, event.data(), offset);
        size++;
        if (capacity(size) > slots.length / NUMBERS) {
            resize(capacity(size + size / 2));
        }
    }

    /** No more events come: gives back the room for them. */
    void trim() {
        int enough = capacity(size);
        if (enough < slots.length / NUMBERS) {
            resize(enough);
        }
    }

    private void resize(int capacity) {
        long[] old = slots;
        slots = new long[Math.multiplyExact(capacity, NUMBERS)];
        for (int from = 0; from < old.length; from += NUMBERS) {
            if (old[from] != 0) {
                int slot = first(old[from]);
                while (slots[slot] != 0) {
                    slot = next(slot);
                }
                set(slots, slot, old[from], old[from + 1], old[from + 2]);
            }
        }
    }

    private static void set(long[] slots, int slot, long id, long data, long offset) {
        slots[slot] = id;
        slots[slot + 1] = data;
        slots[slot + 2] = offset;
    }

    private static long key(long id) {
        return id == 0 ? 1 : id;
    }

    private int first(long id) {
        long twice = 2L * (slots.length / NUMBERS);
        return (int) Math.multiplyHigh((id * MIX) >>> 1, twice) * NUMBERS;
    }

    private int next(int slot) {
        int following = slot + NUMBERS;
        return following == slots.length ? 0 : following;
    }

    /** Bytes of memory it holds. */
    long bytes() {
        return (long) slots.length * Long.BYTES;
    }
}

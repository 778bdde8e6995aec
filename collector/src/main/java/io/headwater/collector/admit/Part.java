package io.headwater.collector.admit;

import java.util.concurrent.atomic.AtomicLong;

/** What one source holds of a {@link Room}. Asked and given back from any thread, without a lock or a look-up. */
public final class Part {
    private final Room room;
    private final String source;
    private final int number;
    private final AtomicLong held = new AtomicLong();

    /** @param source how the source is called, empty for requests whose source is not known: they are never the reason */
    Part(Room room, String source) {
        this.room = room;
        this.source = source;
        this.number = room.number();
    }

    public String source() {
        return source;
    }

    /** The configuration key that bounds what is held. */
    public String key() {
        return room.key();
    }

    /** What would come of taking {@code amount} now; takes nothing. */
    public Verdict ask(long amount) {
        long own = held.get();
        int sources = own > 0 ? room.holders() : room.holders() + 1;
        return blameless(room.verdict(room.held() + amount, own + amount, sources, number));
    }

    /** Holds {@code amount} more, to be given back; nothing of it unless admitted. */
    public Verdict take(long amount) {
        long own = held.addAndGet(amount);
        if (own == amount && amount > 0) {
            room.join();
        }
        Verdict verdict = room.take(amount, own, room.holders(), number);
        if (verdict != Verdict.ADMITTED) {
            lessen(amount);
        }
        return blameless(verdict);
    }

    public void give(long amount) {
        room.give(amount);
        lessen(amount);
    }

    private void lessen(long amount) {
        if (held.addAndGet(-amount) == 0 && amount > 0) {
            room.part();
        }
    }

    /** Whether its source holds anything. */
    public boolean isHolding() {
        return held.get() > 0;
    }

    long held() {
        return held.get();
    }

    private Verdict blameless(Verdict verdict) {
        return verdict == Verdict.OVER_SHARE && source.isEmpty() ? Verdict.FULL : verdict;
    }
}

package io.headwater.router.gaps;

import java.util.BitSet;

/**
 * The numbers of one session's events as they come, in no strict order. A number that has not come when it is 256 behind
 * the latest, or when the session has been silent, is counted as missing; if it comes after all, as recovered.
 */
final class Numbering {
    private static final int AHEAD = 256;
    /* A jump this far is an SDK that began anew, and no loss. */
    private static final long ANEW = 10_000;

    private final BitSet seen = new BitSet(AHEAD);
    private long base;
    private long touched;
    /* Whether nothing was passed over yet. */
    private boolean whole = true;

    Numbering(long first, long nanos) {
        this.base = first;
        this.touched = nanos;
        seen.set(0);
    }

    /** What a number changes. */
    record Change(long missing, long recovered) {
        static final Change NOTHING = new Change(0, 0);
    }

    Change take(long number, long nanos) {
        touched = nanos;
        long place = number - base;
        if (place >= ANEW || place <= -ANEW) {
            seen.clear();
            seen.set(0);
            base = number;
            whole = true;
            return Change.NOTHING;
        }
        if (place < 0) {
            return before(Math.toIntExact(-place));
        }
        long missing = place >= AHEAD ? passOver(place - AHEAD + 1) : 0;
        seen.set(Math.toIntExact(number - base));
        return new Change(missing, 0);
    }

    /* Before anything was passed over the session may simply have begun earlier than was seen first. */
    private Change before(int places) {
        if (seen.length() + places <= AHEAD && whole) {
            BitSet moved = new BitSet(AHEAD);
            seen.stream().forEach(bit -> moved.set(bit + places));
            moved.set(0);
            seen.clear();
            seen.or(moved);
            base -= places;
            return Change.NOTHING;
        }
        return new Change(0, 1);
    }

    private long passOver(long places) {
        int known = (int) Math.min(places, AHEAD);
        long missing = places - seen.get(0, known).cardinality();
        BitSet left = seen.get(known, AHEAD);
        seen.clear();
        seen.or(left);
        base += places;
        whole = false;
        return missing;
    }

    /** Counts what is missing among those before the latest. */
    long settle() {
        return seen.isEmpty() ? 0 : passOver(seen.length());
    }

    boolean isSilentSince(long nanos) {
        return touched - nanos < 0;
    }
}

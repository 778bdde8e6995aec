package io.headwater.router.consume;

import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What those who read one partition leave for the next about how they ended, so that an event whose handling ends the
 * process is found. A value; it goes along with every commit.
 * <pre>
 *   death    the next reader
 *   first    notes how far it goes, a window at a time, before it goes there
 *   second   at the same offset: handles what the first may have had in hand one by one, each announced before
 *   later    what was announced at two deaths is set aside; everything else is delivered
 * </pre>
 *
 * @param owner who reads the partition, one life of one router; empty when it has ended properly
 * @param since the committed offset at which deaths are counted
 * @param deaths how many readers in a row ended without a word there
 * @param reach the offset up to which a reader that is watched may go
 * @param careful the offset up to which events are handled one by one
 * @param announced the event that is being handled alone
 * @param suspects how often the process died while an event was announced
 */
record Watch(
        String owner,
        long since,
        int deaths,
        long reach,
        long careful,
        OptionalLong announced,
        SortedMap<Long, Integer> suspects) {
    static final Watch NONE = new Watch("", 0, 0, 0, 0, OptionalLong.empty(), new TreeMap<>());

    /** How far a watched reader goes at once: as many events may have to be handled one by one later. */
    static final int WINDOW = 100;
    /* Progress after which the last deaths have nothing to do with what is read now. */
    private static final int SPAN = 10_000;
    private static final int ENOUGH = 2;
    /* Each is one more death, so there are never many. */
    private static final int MOST_SUSPECTS = 16;

    /**
     * Another reader goes on from the offset committed.
     *
     * @param died whether the one before ended without a word
     */
    Watch takenOver(String by, long committed, boolean died) {
        if (!died) {
            return new Watch(by, since, deaths, reach, careful, OptionalLong.empty(), suspects);
        }
        int counted = deaths > 0 && since == committed ? deaths + 1 : 1;
        SortedMap<Long, Integer> more = new TreeMap<>(suspects);
        announced.ifPresent(offset -> more.merge(offset, 1, Integer::sum));
        while (more.size() > MOST_SUSPECTS) {
            more.remove(more.lastKey());
        }
        long until = counted >= ENOUGH ? Math.max(careful, Math.max(reach, committed + 1)) : careful;
        return new Watch(by, committed, counted, committed + WINDOW, until, OptionalLong.empty(), more);
    }

    /** Nobody reads the partition any more, and whoever did has ended properly. */
    Watch closed() {
        return NONE;
    }

    /** The same without what is over once everything below {@code safe} is settled. */
    Watch from(long safe) {
        boolean over = deaths > 0 && safe >= since + SPAN && safe >= careful;
        boolean forget = !suspects.isEmpty() && suspects.firstKey() < safe;
        if (!over && !forget) {
            return this;
        }
        SortedMap<Long, Integer> left = new TreeMap<>(suspects.tailMap(safe));
        return over
                ? new Watch(owner, 0, 0, 0, 0, announced, left)
                : new Watch(owner, since, deaths, reach, careful, announced, left);
    }

    Watch announcing(long offset) {
        return new Watch(owner, since, deaths, reach, careful, OptionalLong.of(offset), suspects);
    }

    Watch withdrawn() {
        return new Watch(owner, since, deaths, reach, careful, OptionalLong.empty(), suspects);
    }

    Watch reaching(long offset) {
        return new Watch(owner, since, deaths, offset, careful, announced, suspects);
    }

    /** Whether this event was announced at two deaths. */
    boolean isPoison(long offset) {
        return suspects.getOrDefault(offset, 0) >= ENOUGH;
    }

    boolean isCareful(long offset) {
        return offset < careful;
    }

    boolean isWatched() {
        return deaths > 0;
    }

    boolean announces(long offset) {
        return announced.isPresent() && announced.getAsLong() == offset;
    }

    boolean isNothing() {
        return owner.isEmpty() && deaths == 0 && suspects.isEmpty();
    }

    /** Offsets of the suspects, and how often each was announced at a death. */
    Map<Long, Integer> counts() {
        return suspects;
    }
}

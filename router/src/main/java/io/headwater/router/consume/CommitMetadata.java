package io.headwater.router.consume;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands beside a committed offset, as text: who reads the partition and what became of those before, and the settled
 * offsets above the commit, run-length encoded: how many offsets from the committed one on are not settled, how many then
 * are, and so on. Numbers are in base 36, offsets relative to the commit.
 * <pre>
 *   offsets    12 13 14 15 16 17 18      committed: 12
 *   settled        x     x  x  x
 *
 *   2;k3f9;;1,1,1,3
 *   2;k3f9;2,0,rs,rs,0,0:1;1,1,1,3       deaths, since, reach, careful, announced, suspects
 * </pre>
 * Kafka allows 4096 bytes. Runs that do not fit are left out from the top: they would be delivered again, never lost.
 */
final class CommitMetadata {
    static final int LIMIT = 4096;
    /* While it waits, a partition's events under way may still settle in more pieces; the rest of the limit is for those. */
    private static final int CROWDED = LIMIT * 3 / 4;
    private static final int LEAST_PER_RANGE = 4;
    private static final String VERSION = "2";
    private static final int BASE = 36;

    /** What was read. */
    record Read(Watch watch, OffsetRanges settled) {
        static Read nothing() {
            return new Read(Watch.NONE, new OffsetRanges());
        }
    }

    private CommitMetadata() {}

    static String encode(long committed, Watch watch, OffsetRanges settled) {
        if (settled.isEmpty() && watch.isNothing()) {
            return "";
        }
        String head = VERSION + ";" + watch.owner() + ";" + marks(committed, watch) + ";";
        return head + runs(committed, settled, LIMIT - head.length());
    }

    /** Whether more ranges should not come; they would soon not fit. */
    static boolean isCrowded(long committed, OffsetRanges settled) {
        return settled.count() > CROWDED / (4 * LEAST_PER_RANGE)
                && runs(committed, settled, Integer.MAX_VALUE).length() > CROWDED;
    }

    /** Reads what {@link #encode} wrote; anything else says nothing, so that everything above is delivered again. */
    static Read decode(long committed, String metadata) {
        String[] parts = metadata.split(";", -1);
        if (parts.length != 4 || !parts[0].equals(VERSION)) {
            return Read.nothing();
        }
        try {
            return new Read(watch(committed, parts[1], parts[2]), settled(committed, parts[3]));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Read.nothing();
        }
    }

    private static String marks(long committed, Watch watch) {
        if (watch.deaths() == 0 && watch.suspects().isEmpty()) {
            return "";
        }
        List<String> marks = new ArrayList<>(List.of(
                number(watch.deaths()),
                number(watch.since() - committed),
                number(watch.reach() - committed),
                number(watch.careful() - committed),
                watch.announced().isPresent() ? number(watch.announced().getAsLong() - committed) : ""));
        watch.suspects().forEach((offset, deaths) -> marks.add(number(offset - committed) + ":" + number(deaths)));
        return String.join(",", marks);
    }

    private static Watch watch(long committed, String owner, String text) {
        if (text.isEmpty()) {
            return Watch.NONE.takenOver(owner, committed, false);
        }
        String[] marks = text.split(",", -1);
        if (marks.length < 5) {
            throw new IllegalArgumentException("not five marks: " + text);
        }
        SortedMap<Long, Integer> suspects = new TreeMap<>();
        for (int i = 5; i < marks.length; i++) {
            int colon = marks[i].indexOf(':');
            suspects.put(committed + number(marks[i].substring(0, Math.max(0, colon))), (int)
                    number(marks[i].substring(colon + 1)));
        }
        return new Watch(
                owner,
                committed + number(marks[1]),
                (int) number(marks[0]),
                committed + number(marks[2]),
                committed + number(marks[3]),
                marks[4].isEmpty() ? OptionalLong.empty() : OptionalLong.of(committed + number(marks[4])),
                suspects);
    }

    private static OffsetRanges settled(long committed, String text) {
        OffsetRanges settled = new OffsetRanges();
        if (text.isEmpty()) {
            return settled;
        }
        long offset = committed;
        boolean owed = true;
        for (String run : text.split(",", -1)) {
            long end = Math.addExact(offset, Long.parseUnsignedLong(run, BASE));
            if (!owed) {
                settled.add(offset, end);
            }
            offset = end;
            owed = !owed;
        }
        return settled;
    }

    private static String runs(long committed, OffsetRanges settled, int limit) {
        StringBuilder text = new StringBuilder();
        long offset = committed;
        for (int i = 0; i < settled.count(); i++) {
            String runs = number(settled.from(i) - offset) + "," + number(settled.to(i) - settled.from(i));
            if (text.length() + 1 + runs.length() > limit) {
                break;
            }
            text.append(i == 0 ? "" : ",").append(runs);
            offset = settled.to(i);
        }
        return text.toString();
    }

    private static String number(long value) {
        return Long.toString(value, BASE);
    }

    private static long number(String text) {
        return Long.parseLong(text, BASE);
    }
}

package io.headwater.router.consume;

/**
 * The settled offsets above a commit as text, run-length encoded: after the version, how many offsets from the committed
 * one on are not settled, how many then are, and so on, in base 36.
 * <pre>
 *   offsets    12 13 14 15 16 17 18      committed: 12
 *   settled        x     x  x  x         metadata:  1;1,1,1,3
 * </pre>
 * Kafka allows 4096 bytes. What does not fit is left out from the top: it would be delivered again, never lost.
 */
final class CommitMetadata {
    static final int LIMIT = 4096;
    /* While it waits, a partition's events under way may still settle in more pieces; the rest of the limit is for those. */
    private static final int CROWDED = LIMIT * 3 / 4;
    private static final int LEAST_PER_RANGE = 4;
    private static final String VERSION = "1;";
    private static final int BASE = 36;

    private CommitMetadata() {}

    static String encode(long committed, OffsetRanges settled) {
        return settled.isEmpty() ? "" : text(committed, settled, LIMIT);
    }

    /** Whether more ranges should not come; they would soon not fit. */
    static boolean isCrowded(long committed, OffsetRanges settled) {
        return settled.count() > CROWDED / (4 * LEAST_PER_RANGE)
                && text(committed, settled, Integer.MAX_VALUE).length() > CROWDED;
    }

    /** Reads what {@link #encode} wrote; anything else says nothing, so that everything above is delivered again. */
    static OffsetRanges decode(long committed, String metadata) {
        OffsetRanges settled = new OffsetRanges();
        if (!metadata.startsWith(VERSION)) {
            return settled;
        }
        long offset = committed;
        boolean owed = true;
        try {
            for (String run : metadata.substring(VERSION.length()).split(",", -1)) {
                long end = Math.addExact(offset, Long.parseUnsignedLong(run, BASE));
                if (!owed) {
                    settled.add(offset, end);
                }
                offset = end;
                owed = !owed;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            return new OffsetRanges();
        }
        return settled;
    }

    private static String text(long committed, OffsetRanges settled, int limit) {
        StringBuilder text = new StringBuilder(VERSION);
        long offset = committed;
        for (int i = 0; i < settled.count(); i++) {
            String runs = Long.toString(settled.from(i) - offset, BASE)
                    + ","
                    + Long.toString(settled.to(i) - settled.from(i), BASE);
            if (text.length() + 1 + runs.length() > limit) {
                break;
            }
            text.append(i == 0 ? "" : ",").append(runs);
            offset = settled.to(i);
        }
        return text.toString();
    }
}

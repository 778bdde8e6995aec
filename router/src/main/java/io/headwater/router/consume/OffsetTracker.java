package io.headwater.router.consume;

/**
 * Finds the highest offset of one partition that is safe to commit while events settle out of order.
 * <pre>
 *   offsets    10 11 12 13 14 15 16
 *   read        x  x  x  x  x  x
 *   settled     x  x     x     x
 *                     ▲  └──┴──┴── above it: 13, 15
 *                     └ safe to commit: 12, the lowest offset that is not settled
 * </pre>
 * What is settled above goes along as the commit's metadata, so that whoever reads the partition next skips it.
 */
final class OffsetTracker {
    private final OffsetRanges above;
    /** The lowest offset that is not settled. */
    private long safe;
    /** The offset after the highest that was read. */
    private long next;

    /** Starts at {@code first}; nothing above it is settled. */
    OffsetTracker(long first) {
        this(first, new OffsetRanges());
    }

    /** Goes on from a commit. The ranges are this tracker's from now on. */
    OffsetTracker(long committed, OffsetRanges settledAbove) {
        this.safe = committed;
        this.next = committed;
        this.above = settledAbove;
        advance();
    }

    /**
     * Takes note that the log's next record is {@code offset}.
     *
     * @return how many offsets the log skipped that nobody had settled; they will not come any more and count as settled
     */
    long read(long offset) {
        long lost = offset > next ? above.missing(Math.max(next, safe), Math.max(offset, safe)) : 0;
        if (offset > next) {
            above.add(Math.max(next, safe), offset);
            advance();
        }
        next = Math.max(next, offset + 1);
        return lost;
    }

    /** Whether the log went back behind what was read before: it is not the log it was. */
    boolean wentBack(long offset) {
        return offset < next;
    }

    boolean isSettled(long offset) {
        return offset < safe || above.contains(offset);
    }

    /** Settles one offset; again does no harm. */
    void settle(long offset) {
        if (offset == safe && (above.isEmpty() || above.from(0) > offset + 1)) {
            safe++;
        } else if (offset >= safe) {
            above.add(offset, offset + 1);
            advance();
        }
    }

    /** What may be committed: everything below is settled. */
    long safe() {
        return safe;
    }

    /** The commit's metadata: what is settled above, and what is to be known of who reads. */
    String metadata(Watch watch) {
        return CommitMetadata.encode(safe, watch, above);
    }

    /** Whether the metadata is about to outgrow its limit, so that the partition should wait until it shrinks. */
    boolean wouldOverflow() {
        return CommitMetadata.isCrowded(safe, above);
    }

    private void advance() {
        while (!above.isEmpty() && above.from(0) <= safe) {
            safe = Math.max(safe, above.removeFirst());
        }
    }
}

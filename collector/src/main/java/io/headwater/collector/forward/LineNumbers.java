package io.headwater.collector.forward;

import io.headwater.event.Line;

/** Gives out one incarnation's numbers, for each partition from 0 without gaps. Used by the sender thread alone. */
final class LineNumbers {
    private final Line[] lines;
    private final long[] next;

    LineNumbers(String site, String incarnation, String region, int partitions) {
        this.lines = new Line[partitions];
        this.next = new long[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            lines[partition] = new Line(site, incarnation, region, partition);
        }
    }

    int partitions() {
        return lines.length;
    }

    Line line(int partition) {
        return lines[partition];
    }

    /** The number the next event of this partition gets. */
    long next(int partition) {
        return next[partition];
    }

    /** Tells that the next number of this partition is used up. */
    void advance(int partition) {
        next[partition]++;
    }
}

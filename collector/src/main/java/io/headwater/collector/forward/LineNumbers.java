package io.headwater.collector.forward;

import io.headwater.event.Line;
import java.util.concurrent.atomic.AtomicLongArray;

/** Gives out one incarnation's numbers, for each partition from 0 without gaps. Given out by the sender thread alone, seen by any. */
final class LineNumbers {
    private final Line[] lines;
    private final AtomicLongArray next;

    LineNumbers(String site, String incarnation, String region, int partitions) {
        this.lines = new Line[partitions];
        this.next = new AtomicLongArray(partitions);
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
        return next.getAcquire(partition);
    }

    /** Tells that the next number of this partition is used up. */
    void advance(int partition) {
        next.setRelease(partition, next.getPlain(partition) + 1);
    }
}

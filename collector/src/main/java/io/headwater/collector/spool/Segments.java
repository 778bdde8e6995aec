package io.headwater.collector.spool;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The segments there are, by their first number. Only the last may still be written. */
final class Segments {
    private final Disk disk;
    private final ConcurrentNavigableMap<Long, Segment> all = new ConcurrentSkipListMap<>();

    Segments(Disk disk, List<Segment> found) {
        this.disk = disk;
        found.forEach(this::add);
    }

    /** Adds a segment; one that held nothing and has the same first number is replaced. */
    void add(Segment segment) {
        all.put(segment.first(), segment);
    }

    /** The segment that holds {@code number}, if it is there: else the one after. */
    Optional<Segment> from(long number) {
        Map.Entry<Long, Segment> before = all.floorEntry(number);
        if (before != null && before.getValue().extent().next() > number) {
            return Optional.of(before.getValue());
        }
        return Optional.ofNullable(all.ceilingEntry(number)).map(Map.Entry::getValue);
    }

    /** What they take of the disk. */
    long allocated() {
        long bytes = 0;
        for (Segment segment : all.values()) {
            bytes += segment.allocated();
        }
        return bytes;
    }

    /** The bytes of those that hold anything from {@code number} on. */
    long bytesFrom(long number) {
        long bytes = 0;
        for (Segment segment : all.values()) {
            if (segment.extent().next() > number) {
                bytes += segment.extent().bytes();
            }
        }
        return bytes;
    }

    /** Deletes those that are sealed and hold nothing from {@code number} on; true if there were any. */
    boolean deleteBelow(long number) throws IOException {
        boolean deleted = false;
        for (Segment segment : all.values()) {
            if (!segment.isSealed() || segment.extent().next() > number) {
                break;
            }
            disk.delete(segment.path());
            all.remove(segment.first(), segment);
            deleted = true;
        }
        return deleted;
    }
}

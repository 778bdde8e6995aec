package io.headwater.collector.spool;

import io.headwater.collector.spool.Segment.Extent;
import io.headwater.collector.spool.SegmentWalk.End;
import io.headwater.collector.spool.SegmentWalk.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a folder holds, as the last process left it: by ending, by being killed, by losing power. The last segment
 * is read through, since only there may an unfinished write stand; the others are looked at when they are drained.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Disk disk;
    private final Path folder;
    private final SpoolMeters meters;
    private final PositionFile positions;

    Recovery(Disk disk, Path folder, SpoolMeters meters) {
        this.disk = disk;
        this.folder = folder;
        this.meters = meters;
        this.positions = new PositionFile(disk, folder);
    }

    /** What was found. */
    record Found(List<Segment> segments, Undrained undrained) {}

    Found recover() throws IOException {
        tidy();
        Optional<Position> written = position();
        List<Segment> segments = segments(written.map(Position::next).orElse(0L));
        Undrained undrained = undrained(written, segments);
        positions.write(undrained.position());
        List<Segment> kept = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.extent().next() <= undrained.position().drained()) {
                disk.delete(segment.path());
            } else {
                kept.add(segment);
                begun(segment).ifPresent(millis -> undrained.came(segment.first(), millis));
            }
        }
        return new Found(kept, undrained);
    }

    /** Deletes what was half done, and says what does not belong here. */
    private void tidy() throws IOException {
        for (Path file : disk.list(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(Spares.SUFFIX) || name.equals(PositionFile.UNFINISHED)) {
                disk.delete(file);
            } else if (Segment.first(file).isEmpty() && !isOurs(name)) {
                LOG.warn("{} is not of the spool and is left alone; spool.dir should have nothing else in it", file);
            }
        }
        for (Path file : disk.list(folder.resolve(Quarantine.FOLDER))) {
            if (file.toString().endsWith(Quarantine.UNFINISHED)) {
                disk.delete(file);
            }
        }
    }

    private static boolean isOurs(String name) {
        return Set.of(PositionFile.NAME, SpoolLock.NAME, Quarantine.FOLDER, SpoolConfig.REGIONS)
                .contains(name);
    }

    private Optional<Position> position() {
        try {
            return positions.read();
        } catch (IOException e) {
            LOG.error(
                    "the position of {} cannot be read: what is in its segments is drained from the beginning, partly again",
                    folder,
                    e);
            return Optional.empty();
        }
    }

    private List<Segment> segments(long durable) throws IOException {
        List<Path> files = disk.list(folder).stream()
                .filter(file -> Segment.first(file).isPresent())
                .toList();
        List<Segment> segments = new ArrayList<>();
        long next = SegmentWalk.UNKNOWN;
        for (int i = files.size() - 1; i >= 0; i--) {
            long first = Segment.first(files.get(i)).orElseThrow();
            Extent extent = next == SegmentWalk.UNKNOWN
                    ? lastExtent(files.get(i), first, durable)
                    : new Extent(disk.size(files.get(i)), next);
            if (extent.next() > first) {
                segments.add(0, Segment.found(files.get(i), first, extent));
            } else {
                disk.delete(files.get(i));
            }
            next = first;
        }
        return segments;
    }

    /** Reads the last segment to its end and cuts off the write that was under way. */
    private Extent lastExtent(Path path, long first, long durable) throws IOException {
        long size = disk.size(path);
        End end;
        try (SegmentBytes bytes = new SegmentBytes(disk, path)) {
            end = end(bytes, first, size);
        }
        if (end.next() < durable) {
            return new Extent(size, durable); // what stands there is no torn write but damage to what was durable
        }
        try (DiskFile file = disk.open(path)) {
            file.truncate(end.position());
            file.force();
        }
        return new Extent(end.position(), end.next());
    }

    private static End end(SegmentBytes bytes, long first, long size) throws IOException {
        SegmentWalk walk = new SegmentWalk(bytes, first);
        Step step = walk.look(size, SegmentWalk.UNKNOWN);
        while (!(step instanceof End)) {
            walk.pass(step);
            step = walk.look(size, SegmentWalk.UNKNOWN);
        }
        return (End) step;
    }

    private Undrained undrained(Optional<Position> written, List<Segment> segments) {
        long held = segments.isEmpty() ? 0 : segments.get(0).first();
        long end = segments.isEmpty()
                ? 0
                : segments.get(segments.size() - 1).extent().next();
        if (written.isEmpty()) {
            if (!segments.isEmpty()) {
                LOG.warn("{} has no position: its records are drained from number {} on, partly again", folder, held);
            }
            return new Undrained(new Position(held, end));
        }
        long drained = written.get().drained();
        long next = Math.max(drained, Math.max(written.get().next(), end));
        if (end > 0 && drained > end) {
            LOG.warn("{} is drained to number {} and holds less: its segments are of former days", folder, drained);
        }
        Undrained undrained = new Undrained(new Position(drained, next));
        lost(undrained, drained, Math.min(segments.isEmpty() ? next : held, next));
        lost(undrained, Math.max(drained, end), segments.isEmpty() ? end : next);
        undrained.drained(undrained.past(drained));
        return undrained;
    }

    private void lost(Undrained undrained, long from, long to) {
        if (from < to) {
            LOG.error("{} should hold the records {} to {}, and there is no segment that does", folder, from, to - 1);
            meters.corrupt(to - from);
            undrained.gap(from, to);
        }
    }

    /** When a segment's first records were spooled, if that can be read. */
    private Optional<Long> begun(Segment segment) throws IOException {
        if (segment.extent().bytes() < BatchFormat.OVERHEAD) {
            return Optional.empty();
        }
        try (SegmentBytes bytes = new SegmentBytes(disk, segment.path())) {
            ByteBuffer head = bytes.at(0, BatchFormat.OVERHEAD, segment.extent().bytes());
            return BatchFormat.size(head) == 0 ? Optional.empty() : Optional.of(BatchFormat.millis(head));
        }
    }
}

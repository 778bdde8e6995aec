package io.headwater.collector.spool;

import io.headwater.collector.spool.SegmentWalk.Damage;
import io.headwater.collector.spool.SegmentWalk.End;
import io.headwater.collector.spool.SegmentWalk.Intact;
import io.headwater.collector.spool.SegmentWalk.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Looks at a spool that no collector runs on, and changes nothing in it. Holds its lock. */
public final class SpoolInspection implements AutoCloseable {
    private final Disk disk = new FileDisk();
    private final Path folder;
    private final SpoolLock lock;

    /** How far a segment is drained. */
    public enum State {
        DRAINED,
        PARTLY,
        UNDRAINED
    }

    /**
     * One segment.
     *
     * @param first the number of its first record
     * @param records it should hold, the damaged included
     * @param bytes of the file
     */
    public record Held(String file, long first, long records, long bytes, State state) {}

    /**
     * All of a spool.
     *
     * @param drained everything numbered below is in Kafka; empty where the position is missing or damaged
     * @param quarantined files in its quarantine folder
     */
    public record Overview(OptionalLong drained, List<Held> segments, long undrained, int quarantined) {}

    /** What is wrong with a segment. */
    public enum Fault {
        /** Bytes that are no batch where there must be one. */
        CORRUPT,
        /** An unfinished write at the end, which nobody was told is durable. The next start cuts it off. */
        TORN
    }

    /**
     * A place in a segment that cannot be read.
     *
     * @param from its first byte
     * @param to the byte after its last
     * @param first the first number that is missing
     * @param records how many are missing; 0 where that is not known
     */
    public record Finding(String file, Fault fault, long from, long to, long first, long records) {}

    private record Found(Path path, long first, long next) {}

    private SpoolInspection(Path folder, SpoolLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Fails with {@link SpoolUnusable} where there is no spool, or a collector runs on it. */
    public static SpoolInspection open(Path folder) {
        if (!Files.exists(folder.resolve(SpoolLock.NAME))) {
            throw new SpoolUnusable("there is no spool in " + folder + ". Name the folder of spool.dir");
        }
        try {
            return new SpoolInspection(folder, SpoolLock.take(folder));
        } catch (IOException e) {
            throw new SpoolUnusable("the spool in " + folder + " cannot be locked: " + e, e);
        }
    }

    public Overview overview() throws IOException {
        OptionalLong drained = drained();
        long position = drained.orElse(0);
        List<Held> segments = new ArrayList<>();
        long undrained = 0;
        for (Found found : segments()) {
            long next = found.next() == SegmentWalk.UNKNOWN ? end(found) : found.next();
            State state = next <= position ? State.DRAINED : found.first() < position ? State.PARTLY : State.UNDRAINED;
            undrained += Math.max(0, next - Math.max(found.first(), position));
            segments.add(new Held(name(found), found.first(), next - found.first(), disk.size(found.path()), state));
        }
        return new Overview(
                drained,
                segments,
                undrained,
                disk.list(folder.resolve(Quarantine.FOLDER)).size());
    }

    /** Reads every batch there is. */
    public List<Finding> verify() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Found found : segments()) {
            long size = disk.size(found.path());
            try (SegmentBytes bytes = new SegmentBytes(disk, found.path())) {
                SegmentWalk walk = new SegmentWalk(bytes, found.first());
                Step step = walk.look(size, found.next());
                for (; !(step instanceof End); step = walk.look(size, found.next())) {
                    if (step instanceof Damage damage) {
                        findings.add(new Finding(
                                name(found),
                                Fault.CORRUPT,
                                damage.start(),
                                damage.end(),
                                damage.firstMissing(),
                                damage.missing()));
                    }
                    walk.pass(step);
                }
                long written = found.next() == SegmentWalk.UNKNOWN ? written(bytes, walk.position(), size) : 0;
                if (written > walk.position()) {
                    findings.add(new Finding(name(found), Fault.TORN, walk.position(), written, walk.number(), 0));
                }
            }
        }
        return findings;
    }

    /** Shows intact records from a number on, or from the position, in order, for as long as they are wanted. */
    public void show(OptionalLong from, Predicate<Spooled> wanted) throws IOException {
        long first = from.isPresent() ? from.getAsLong() : drained().orElse(0);
        for (Found found : segments()) {
            if (found.next() > first && !show(found, first, wanted)) {
                return;
            }
        }
    }

    private boolean show(Found found, long from, Predicate<Spooled> wanted) throws IOException {
        long size = disk.size(found.path());
        try (SegmentBytes bytes = new SegmentBytes(disk, found.path())) {
            SegmentWalk walk = new SegmentWalk(bytes, found.first());
            Step step = walk.look(size, found.next());
            for (; !(step instanceof End); step = walk.look(size, found.next())) {
                if (step instanceof Intact intact && intact.batch().next() > from) {
                    for (Spooled spooled : BatchFormat.decode(intact.batch())) {
                        if (spooled.number() >= from && !wanted.test(spooled)) {
                            return false;
                        }
                    }
                }
                walk.pass(step);
            }
            return true;
        }
    }

    private OptionalLong drained() {
        try {
            Optional<Position> position = new PositionFile(disk, folder).read();
            return position.isPresent() ? OptionalLong.of(position.get().drained()) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty(); // shown as unknown
        }
    }

    private List<Found> segments() throws IOException {
        List<Path> files = disk.list(folder).stream()
                .filter(file -> Segment.first(file).isPresent())
                .toList();
        List<Found> segments = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            long next = i + 1 < files.size() ? Segment.first(files.get(i + 1)).orElseThrow() : SegmentWalk.UNKNOWN;
            segments.add(new Found(files.get(i), Segment.first(files.get(i)).orElseThrow(), next));
        }
        return segments;
    }

    private long end(Found found) throws IOException {
        long size = disk.size(found.path());
        try (SegmentBytes bytes = new SegmentBytes(disk, found.path())) {
            SegmentWalk walk = new SegmentWalk(bytes, found.first());
            for (Step step = walk.look(size, found.next());
                    !(step instanceof End);
                    step = walk.look(size, found.next())) {
                walk.pass(step);
            }
            return walk.number();
        }
    }

    /** The byte after the last that is not zero. */
    private static long written(SegmentBytes bytes, long from, long size) throws IOException {
        long written = from;
        int atOnce = 1 << 16;
        for (long at = from; at < size; at += atOnce) {
            ByteBuffer some = bytes.at(at, (int) Math.min(atOnce, size - at), size);
            for (int i = 0; i < some.limit(); i++) {
                written = some.get(i) == 0 ? written : at + i + 1;
            }
        }
        return written;
    }

    private static String name(Found found) {
        return String.valueOf(found.path().getFileName());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

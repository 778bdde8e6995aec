package io.headwater.collector.spool;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of the spool: batches with consecutive numbers, named after the first of them as Kafka names its own. */
final class Segment {
    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.log");

    private final long first;
    private final Path path;
    private volatile Extent extent;
    /** What the file takes of the disk. */
    private volatile long allocated;

    private volatile boolean sealed;

    /**
     * How far a segment holds what it is to be read for.
     *
     * @param next the number after the last
     */
    record Extent(long bytes, long next) {}

    private Segment(Path path, long first, long allocated, Extent extent, boolean sealed) {
        this.path = path;
        this.first = first;
        this.allocated = allocated;
        this.extent = extent;
        this.sealed = sealed;
    }

    /** One that is about to be written. */
    static Segment begun(Path path, long first, long allocated) {
        return new Segment(path, first, allocated, new Extent(0, first), false);
    }

    /** One that was written before. */
    static Segment found(Path path, long first, Extent extent) {
        return new Segment(path, first, extent.bytes(), extent, true);
    }

    static Path path(Path folder, long first) {
        return folder.resolve("%020d.log".formatted(first));
    }

    /** The first number of a segment with this file name, if it is one's. */
    static Optional<Long> first(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        try {
            return name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // twenty digits, but beyond any number
        }
    }

    long first() {
        return first;
    }

    Path path() {
        return path;
    }

    long allocated() {
        return allocated;
    }

    Extent extent() {
        return extent;
    }

    void holds(Extent more) {
        extent = more;
    }

    /** Says that it is written no more, and what it takes of the disk. */
    void sealed(long bytes) {
        allocated = bytes;
        sealed = true;
    }

    boolean isSealed() {
        return sealed;
    }
}

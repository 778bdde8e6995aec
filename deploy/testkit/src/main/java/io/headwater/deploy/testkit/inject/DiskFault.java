package io.headwater.deploy.testkit.inject;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A disk whose fsync fails, dawdles or lies, for a process that is started with {@link #environment}; changed while it runs.
 * The C library's fsync and fdatasync are replaced in that process alone ({@code inject/disk.c}).
 */
public final class DiskFault {
    private static final String SOURCE = "/inject/disk.c";

    private final Path library;
    private final Path order;
    private final Path log;

    private DiskFault(Path folder) {
        this.library = folder.resolve("disk.so");
        this.order = folder.resolve("disk.order");
        this.log = folder.resolve("disk.log");
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> missing() {
        return Needs.program("gcc", "gcc libc6-dev");
    }

    /** A healthy disk; the library is compiled into the folder. */
    public static DiskFault in(Path folder) {
        DiskFault fault = new DiskFault(folder);
        Path source = folder.resolve("disk.c");
        try (InputStream in = Objects.requireNonNull(DiskFault.class.getResourceAsStream(SOURCE), SOURCE)) {
            Files.createDirectories(folder);
            Files.write(source, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run(
                "gcc",
                "-O1",
                "-shared",
                "-fPIC",
                "-o",
                fault.library.toString(),
                source.toString(),
                "-ldl",
                "-lpthread");
        return fault;
    }

    /** What the process is to be started with. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(), "DISK_FAULT", order.toString(), "DISK_FAULT_LOG", log.toString());
    }

    /** Every fsync fails from now on. */
    public void fail() {
        order("fail");
    }

    /** The next fsync fails. */
    public void failOnce() {
        order("once");
    }

    /** Every fsync takes so much longer from now on. */
    public void slow(Duration longer) {
        order("slow " + longer.toMillis());
    }

    /** Every fsync succeeds from now on and writes nothing through. */
    public void lie() {
        order("lie");
    }

    /** Logs cannot be read from now on. */
    public void unreadable() {
        order("unreadable");
    }

    /** All is well from now on. */
    public void heal() {
        try {
            Files.deleteIfExists(order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many calls failed. */
    public long failures() {
        return said("failed");
    }

    /** How many calls were for a file of which one had failed before: none of them proves anything. */
    public long triedAgain() {
        return said("again");
    }

    private long said(String word) {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return lines.stream().filter(line -> line.startsWith(word + " ")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Renamed into place, so that no call reads half an order. */
    private void order(String text) {
        try {
            Path next = Files.writeString(order.resolveSibling("disk.order.next"), text);
            Files.move(next, order, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

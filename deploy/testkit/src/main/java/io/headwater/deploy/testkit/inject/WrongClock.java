package io.headwater.deploy.testkit.inject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock that is wrong, for a process that is started with {@link #environment}; it may jump while the process runs.
 * Its monotonic clock stays right, as it does on a machine whose time is set.
 */
public final class WrongClock {
    private final Path offset;

    private WrongClock(Path offset) {
        this.offset = offset;
    }

    /** What is missing on this machine, if anything. */
    public static Optional<String> missing() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("needs libfaketime (Debian: apt-get install faketime)");
    }

    /** A clock that is right; how wrong it becomes stands in a file in the folder. */
    public static WrongClock in(Path folder) {
        WrongClock clock = new WrongClock(folder.resolve("clock.offset"));
        clock.isOff(Duration.ZERO);
        return clock;
    }

    /** So much from the right time, from now on. */
    public void isOff(Duration by) {
        try {
            Files.createDirectories(offset.getParent());
            Path next = Files.writeString(
                    offset.resolveSibling("clock.offset.next"), String.format("%+d%n", by.toSeconds()));
            Files.move(next, offset, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process is to be started with. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library().map(String::valueOf).orElseThrow(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1");
    }

    private static Optional<Path> library() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(each -> each.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

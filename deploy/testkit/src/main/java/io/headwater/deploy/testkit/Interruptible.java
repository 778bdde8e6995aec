package io.headwater.deploy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that SIGINT reaches even where it does not reach this process: a job that a script started in the background
 * ignores it, would hand that on to its children, and a JVM that is born ignoring it cannot be told otherwise.
 */
final class Interruptible {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final long INT = 1L << (2 - 1);

    private Interruptible() {}

    /** The same command, started with SIGINT as by default. */
    static List<String> command(List<String> command) {
        if (!isIgnoredHere()) {
            return command;
        }
        List<String> reset = new ArrayList<>(List.of("env", "--default-signal=INT"));
        reset.addAll(command);
        return reset;
    }

    private static boolean isIgnoredHere() {
        if (!Files.isReadable(STATUS)) {
            return false;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(IGNORED))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring(IGNORED.length()).strip(), 16))
                    .anyMatch(mask -> (mask & INT) != 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

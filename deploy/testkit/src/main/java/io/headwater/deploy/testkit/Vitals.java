package io.headwater.deploy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a running JVM holds on to.
 *
 * @param heap bytes of objects that a full collection leaves alive
 * @param files open file descriptors
 */
public record Vitals(long heap, long files, long threads) {
    private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

    /** Measures the process of this id on this machine, after a full collection there. */
    public static Vitals of(long pid) {
        return new Vitals(heap(pid), files(pid), threads(pid));
    }

    /** A histogram of what is alive is what the JDK's own tool makes after a full collection. */
    private static long heap(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return first(LIVE, printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long files(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long threads(long pid) {
        try {
            return first(THREADS, Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no \"" + pattern + "\" in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}

package io.headwater.deploy.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.testkit.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where programs that use SDKs of other languages are built, from {@code src/test/sdks}, below {@code target}. */
final class Workshop {
    /** The browser's command. */
    static final String BROWSER = "chromium";

    private static final Duration BUILD = Duration.ofMinutes(5);
    private static final Path SOURCES = Path.of("src", "test", "sdks").toAbsolutePath();

    private final Path root = Path.of("target", "sdks").toAbsolutePath();
    private int started;

    /** Whether a command of this name is on the PATH. */
    static boolean has(String command) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    /** Node's programs, with the packages that their {@code package-lock.json} names. */
    Path node() {
        return withPackages("node");
    }

    /** Python's programs, beside an environment of their own in {@code venv}. */
    Path python() {
        Path folder = copied("python");
        run(folder, "python3", "-m", "venv", "venv");
        run(folder, "venv/bin/python", "-m", "pip", "install", "--quiet", "-r", "requirements.txt");
        return folder;
    }

    /** Go's programs, built into {@code bin}. */
    Path go() {
        Path folder = copied("go");
        run(folder, "go", "build", "-o", "bin/", "./...");
        return folder;
    }

    /** Pages with a player and with SDKs, each bundled with what it imports. */
    Path browser() {
        Path folder = withPackages("browser");
        run(folder, "bash", "-c", "node_modules/.bin/esbuild *.mjs --bundle --outdir=bundles --log-level=warning");
        copy(folder.resolve("node_modules/hls.js/dist/hls.min.js"), folder.resolve("hls.min.js"));
        return folder;
    }

    /** A command in a folder; its output stands below {@code target}. */
    ChildProcess start(Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        started++;
        return ChildProcess.start(builder, root.resolve("output-" + started));
    }

    private void run(Path folder, String... command) {
        try (ChildProcess process = start(folder, Map.of(), List.of(command))) {
            int exit = process.awaitExit(BUILD);
            assertThat(exit).as(() -> String.join("\n", process.lines())).isZero();
        }
    }

    private Path withPackages(String name) {
        Path folder = copied(name);
        run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        return folder;
    }

    private Path copied(String name) {
        Path from = SOURCES.resolve(name);
        Path to = root.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> copy(file, to.resolve(from.relativize(file).toString())));
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.write(to, Files.readAllBytes(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

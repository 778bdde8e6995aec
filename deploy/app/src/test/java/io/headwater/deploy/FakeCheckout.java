package io.headwater.deploy;

import io.headwater.deploy.testkit.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout in which {@code deploy/headwater} is real and all that it calls is not: a java that prints its arguments, a
 * mvn that makes an empty jar. PATH holds nothing else but the few tools the script may use.
 */
final class FakeCheckout {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<String> TOOLS = List.of(
            "bash", "env", "find", "readlink", "sed", "awk", "tee", "touch", "mkdir", "rm", "flock", "cat", "grep");

    private final Path root;
    private final Map<String, String> environment = new HashMap<>();

    FakeCheckout(Path folder) {
        root = folder.resolve("checkout");
        for (String tool : TOOLS) {
            link(root.resolve("tools").resolve(tool), installed(tool));
        }
        copy(Path.of("..", "headwater"), script());
        write("pom.xml", "");
        write("router/src/main/java/Router.java", "");
        Stream.of("pom.xml", "router/src/main/java/Router.java", "router/src/main/java", "router/src/main")
                .forEach(file -> age(file, LONG_AGO));
        java("jdk", "17.0.1");
        environment.put("PATH", root.resolve("tools") + ":" + root.resolve("bin"));
        environment.put("JAVA_HOME", root.resolve("jdk").toString());
    }

    Path script() {
        return root.resolve("deploy").resolve("headwater");
    }

    Path root() {
        return root;
    }

    Path jar() {
        return root.resolve("deploy/app/target/headwater/headwater.jar");
    }

    FakeCheckout with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    FakeCheckout without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** A JDK that says it has this version and prints the arguments it is given, one a line, after its process id. */
    FakeCheckout java(String folder, String version) {
        return javaThatRefuses(folder, version, "-XX:NoSuchOption");
    }

    /** The same, which does not know a certain option of the JVM. */
    FakeCheckout javaThatRefuses(String folder, String version, String option) {
        executable(folder + "/bin/java", """
                for given; do
                  if [ "$given" = '%1$s' ]; then echo "Unrecognized VM option '%1$s'" >&2; exit 1; fi
                done
                if [ "$given" = -version ]; then echo 'openjdk version "%2$s" 2021-10-19' >&2; exit; fi
                printf '%%s\\n' "pid $$" "$@"
                exit "${FAKE_EXIT:-0}"
                """.formatted(option, version));
        executable(folder + "/bin/javac", "");
        return this;
    }

    /** A mvn that builds, and keeps a line for each time it was called. */
    FakeCheckout mvn() {
        return mvn("");
    }

    /** The same, doing something else before. */
    FakeCheckout mvn(String before) {
        executable("bin/mvn", """
                echo "$*" >>mvn.calls
                %s
                echo '[INFO] Building Headwater · router 0.1.0-SNAPSHOT                         [7/8]'
                echo '[INFO] something nobody wants to read'
                mkdir -p deploy/app/target/headwater
                : >deploy/app/target/headwater/headwater.jar
                """.formatted(before));
        return this;
    }

    List<String> mvnCalls() {
        try {
            Path calls = root.resolve("mvn.calls");
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A jar newer than the sources, older than what is written after them. */
    FakeCheckout built() {
        write("deploy/app/target/headwater/headwater.jar", "");
        age("deploy/app/target/headwater/headwater.jar", LONG_AGO.plusSeconds(60));
        return this;
    }

    void write(String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void age(String file, Instant modified) {
        try {
            Files.setLastModifiedTime(root.resolve(file), FileTime.from(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outcome run(String... arguments) {
        return run(script(), root, arguments);
    }

    /** Runs the script under another name, in another folder, to its end. */
    Outcome run(Path script, Path folder, String... arguments) {
        try {
            Path out = Files.createTempFile(root, "out", "");
            Path err = Files.createTempFile(root, "err", "");
            Process process = command(script, folder, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int exitCode = process.waitFor();
            return new Outcome(process.pid(), exitCode, Files.readAllLines(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    ChildProcess start(Path output, String... arguments) {
        return ChildProcess.start(command(script(), root, arguments), output);
    }

    private ProcessBuilder command(Path script, Path folder, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                .toList());
        builder.directory(folder.toFile()).environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private void executable(String file, String text) {
        write(file, "#!" + root.resolve("tools/bash") + "\n" + text);
        root.resolve(file).toFile().setExecutable(true);
    }

    private static Path installed(String tool) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no " + tool));
    }

    private static void link(Path link, Path target) {
        try {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a run of the script ended. */
    record Outcome(long pid, int exitCode, List<String> out, String err) {}
}

package io.headwater.deploy;

import io.headwater.deploy.pipeline.Distribution;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.WebhookSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Headwater as it was just packaged, with {@code deploy/headwater} to run it, in a folder without sources, so that a test
 * runs what was built and builds nothing.
 */
final class Installed {
    static final Duration START = Duration.ofSeconds(90);
    static final Duration STOP = Duration.ofSeconds(40);

    private static final Path PACKAGED = Path.of("target", "headwater").toAbsolutePath();
    private static final Path CHECKOUT = Path.of("..", "..").toAbsolutePath().normalize();
    /* Small, and on any free port: tests run side by side with whatever else runs on the machine. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HEADWATER_JAVA_OPTS", "-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            "HEADWATER_HTTP_PORT", "0",
            "HEADWATER_OPS_PORT", "0",
            "HEADWATER_DRAIN_ANNOUNCE", "0s",
            "JAVA_HOME", System.getProperty("java.home"));

    private final Path root;
    private int started;

    private Installed(Path root) {
        this.root = root;
    }

    /** All of it. */
    static Installed in(Path folder) {
        Installed installed = withoutTheBroker(folder);
        link(PACKAGED.resolve("broker"), installed.distribution().resolve("broker"));
        return installed;
    }

    /** What a machine has that runs a collector or a router: no jar of the Kafka server is there. */
    static Installed withoutTheBroker(Path folder) {
        Installed installed = new Installed(folder);
        copyAll(CHECKOUT.resolve("conf"), folder.resolve("conf"));
        /* No copies: the archive of classes is of these files, at this time. */
        for (String each : List.of(
                "lib", "headwater.jar", Distribution.archive().getFileName().toString())) {
            link(PACKAGED.resolve(each), installed.distribution().resolve(each));
        }
        copy(CHECKOUT.resolve("deploy/headwater"), folder.resolve("deploy/headwater"));
        return installed;
    }

    Path root() {
        return root;
    }

    ChildProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** Runs {@code deploy/headwater} with more in its environment. */
    ChildProcess start(Map<String, String> environment, String... arguments) {
        ProcessBuilder command = new ProcessBuilder(Stream.concat(Stream.of("deploy/headwater"), Stream.of(arguments))
                .toList());
        command.directory(root.toFile());
        Map<String, String> all = new HashMap<>(ENVIRONMENT);
        all.putAll(environment);
        command.environment().putAll(all);
        started++;
        return ChildProcess.start(command, root.resolve("output-" + started));
    }

    /** A configuration that leads one source, known by {@code web-key}, to the sink. */
    Path leadingTo(WebhookSink sink) {
        ConfFolder conf = ConfFolder.in(root.resolve("own"));
        conf.write("destinations.yaml", """
                destinations:
                  - {name: sink, tenant: acme, kind: webhook, url: "%s", secret: %s, format: cloudevents,
                     allowPrivateAddresses: true}
                routes:
                  - {from: acme/web, to: sink}
                """.formatted(sink.url(), ConfFolder.SECRET));
        return conf.path();
    }

    private Path distribution() {
        return root.resolve("deploy/app/target/headwater");
    }

    private static void copyAll(Path from, Path to) {
        files(from).forEach(file -> copy(file, to.resolve(file.getFileName().toString())));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path to, Path from) {
        try {
            Files.createDirectories(from.getParent());
            Files.createSymbolicLink(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the jars in one folder of the distribution. */
    static List<String> jars(String folder) {
        return files(PACKAGED.resolve(folder)).stream()
                .map(jar -> jar.getFileName().toString())
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

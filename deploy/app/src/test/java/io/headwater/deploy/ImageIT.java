package io.headwater.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.Sha256;
import io.headwater.deploy.testkit.WebhookSink;
import io.headwater.deploy.testkit.inject.Needs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image that the build made: what is in it, and that it runs as a container runtime would run it. */
class ImageIT {
    private static final Path BUILT = Path.of("target", "image").toAbsolutePath();
    private static final Path RUNTIME =
            Path.of("..", "image", "runtime").toAbsolutePath().normalize();
    private static final String NOBODY = "10001:10001";

    @TempDir
    Path folder;

    @Test
    void hasNothingButTheProgramAndRunsItAsNobody() throws Exception {
        Path image = unpacked();
        JsonObject config = config(folder.resolve("layout"));
        assertThat(config.getJsonObject("config").getString("User")).isEqualTo(NOBODY);
        assertThat(config.getJsonObject("config").getJsonArray("Entrypoint"))
                .isEqualTo(new JsonArray()
                        .add("/opt/java/bin/java")
                        .add("-XX:+IgnoreUnrecognizedVMOptions")
                        .add("-XX:AOTCache=/opt/java/lib/headwater.aot")
                        .add("-cp")
                        .add("@/app/jib-classpath-file")
                        .add("io.headwater.deploy.Headwater"));
        assertThat(config.getString("created")).isEqualTo("1970-01-01T00:00:00Z");
        try (Stream<Path> files = Files.walk(image)) {
            List<String> names =
                    files.map(each -> each.getFileName().toString()).toList();
            assertThat(names)
                    .as("no shell, and no jar of the Kafka server")
                    .doesNotContain("sh", "bash")
                    .noneMatch(name -> name.startsWith("kafka_") || name.startsWith("kafka-server"));
        }
        assertThat(Files.isExecutable(image.resolve("opt/java/bin/java"))).isTrue();
    }

    @Test
    void givesFreeMemoryBackWhereItsJavaKnowsHow() throws Exception {
        String jdk = Path.of(System.getProperty("image.jdk"), "bin", "java").toString();
        String option = "-XX:TrimNativeHeapInterval=60000";
        assumeTrue(
                new ProcessBuilder(jdk, option, "-version").start().waitFor() == 0,
                "needs JDK 17.0.9, 21.0.1 or newer");
        String java = BUILT.resolve("root/opt/java/bin/java").toString();
        assertThat(said(java, "-XX:+PrintFlagsFinal", "-version"))
                .containsPattern("TrimNativeHeapInterval +:?= 60000 ");
    }

    @Test
    void isTheSameWheneverItIsBuilt() throws Exception {
        Path again = folder.resolve("again");
        run(
                "bash",
                RUNTIME.toString(),
                System.getProperty("image.jdk"),
                again.toString(),
                Path.of("target", "headwater", "headwater.jar").toString(),
                BUILT.resolve("classpath").toString());
        assertThat(digests(again)).isEqualTo(digests(BUILT.resolve("root")));
    }

    @Test
    void deliversEventsFromAReadOnlyRootAndIsReadySoon() throws Exception {
        assumeTrue(Needs.root().isEmpty(), "needs root, to be a container runtime");
        assumeTrue(Needs.program("unshare", "util-linux").isEmpty(), "needs unshare (Debian: util-linux)");
        Path image = unpacked();
        try (Kafka kafka = Kafka.alone(folder.resolve("kafka"));
                WebhookSink sink = WebhookSink.start(ConfFolder.SECRET)) {
            ConfFolder conf = ConfFolder.in(folder.resolve("own"));
            conf.write("destinations.yaml", """
                    destinations:
                      - {name: sink, tenant: acme, kind: webhook, url: "%s", secret: %s, format: cloudevents,
                         allowPrivateAddresses: true}
                    routes:
                      - {from: acme/web, to: sink}
                    """.formatted(sink.url(), ConfFolder.SECRET));
            try (ChildProcess collector = contained(image, conf, kafka, "collector");
                    ChildProcess router = contained(image, conf, kafka, "router")) {
                Printed.awaitReady(collector);
                Printed.awaitReady(router);
                assertThat(Printed.post(Printed.entry(collector, "ingest"), "web-key", "{\"type\":\"play\"}")
                                .statusCode())
                        .isEqualTo(200);
                await().atMost(Installed.START).until(() -> sink.received() == 1);
                for (ChildProcess each : List.of(collector, router)) {
                    assertThat(Files.readString(Path.of("/proc", Long.toString(each.pid()), "maps")))
                            .as("sockets are Netty's own: all libraries that they are linked with are there")
                            .contains("netty_transport_native_epoll");
                }
                collector.terminate();
                router.terminate();
                assertThat(collector.awaitExit(Installed.STOP)).isZero();
                assertThat(router.awaitExit(Installed.STOP)).isZero();
            }
            for (String side : List.of("collector", "router")) {
                System.out.println("start-up to ready of the image, " + side + ": "
                        + startUp(image, conf, kafka, side).toMillis() + " ms");
            }
        }
    }

    /* Of a process whose topics stand, from its start to the first yes of its readiness. */
    private Duration startUp(Path image, ConfFolder conf, Kafka kafka, String side) throws Exception {
        long begun = System.nanoTime();
        try (ChildProcess process = contained(image, conf, kafka, side)) {
            Printed.awaitReady(process);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            process.terminate();
            assertThat(process.awaitExit(Installed.STOP)).isZero();
            return took;
        }
    }

    /** As a container runtime: mounts of its own, a root that nobody writes to, and the image's user and entry point. */
    private ChildProcess contained(Path image, ConfFolder conf, Kafka kafka, String side) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data-" + side));
        run("chown", NOBODY, data.toString());
        run("chmod", "-R", "a+rX", folder.toString());
        List<String> words = new ArrayList<>();
        config(folder.resolve("layout"))
                .getJsonObject("config")
                .getJsonArray("Entrypoint")
                .forEach(word -> words.add(word.toString()));
        words.addAll(List.of(side, "--conf", "/etc/headwater/conf"));
        if (side.equals("collector")) {
            words.addAll(List.of("--data", "/var/lib/headwater"));
        }
        String script = String.join(
                " && ",
                "mount --bind ROOT ROOT",
                "mount -o remount,bind,ro ROOT",
                "mount -t tmpfs tmpfs ROOT/tmp",
                "mount --bind CONF ROOT/etc/headwater/conf",
                "mount --bind DATA ROOT/var/lib/headwater",
                "mount -t proc proc ROOT/proc",
                "mount --rbind /dev ROOT/dev",
                "exec chroot --userspec=" + NOBODY + " ROOT " + String.join(" ", words));
        ProcessBuilder command = new ProcessBuilder(
                "unshare",
                "-m",
                "bash",
                "-c",
                script.replace("ROOT", image.toString())
                        .replace("CONF", conf.path().toString())
                        .replace("DATA", data.toString()));
        command.environment()
                .putAll(Map.of(
                        "HEADWATER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                        "HEADWATER_HTTP_PORT", "0",
                        "HEADWATER_OPS_PORT", "0",
                        "HEADWATER_DRAIN_ANNOUNCE", "0s",
                        "JDK_JAVA_OPTIONS", "-Xmx256m"));
        return ChildProcess.start(command, folder.resolve(side + "-" + System.nanoTime() + ".out"));
    }

    /** The layers of the image, one over the other. */
    private Path unpacked() throws Exception {
        Path layout = Files.createDirectories(folder.resolve("layout"));
        Path image = Files.createDirectories(folder.resolve("image"));
        run("tar", "-xf", BUILT.resolve("headwater.tar").toString(), "-C", layout.toString());
        for (Object layer : manifest(layout).getJsonArray("layers")) {
            run(
                    "tar",
                    "-xf",
                    blob(layout, ((JsonObject) layer).getString("digest")).toString(),
                    "-C",
                    image.toString());
        }
        Files.createDirectories(image.resolve("proc"));
        Files.createDirectories(image.resolve("dev"));
        for (String each : List.of("hosts", "resolv.conf")) { // as every container is given
            Files.copy(Path.of("/etc", each), image.resolve("etc").resolve(each));
        }
        return image;
    }

    private static JsonObject config(Path layout) {
        return json(blob(layout, manifest(layout).getJsonObject("config").getString("digest")));
    }

    private static JsonObject manifest(Path layout) {
        JsonObject first =
                json(layout.resolve("index.json")).getJsonArray("manifests").getJsonObject(0);
        return json(blob(layout, first.getString("digest")));
    }

    private static Path blob(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static JsonObject json(Path file) {
        try {
            return new JsonObject(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> digests(Path root) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("headwater.aot")) // holds what one start found
                    .forEach(file -> digests.put(root.relativize(file).toString(), digest(file)));
        }
        assertThat(digests).isNotEmpty();
        return digests;
    }

    private static String digest(Path file) {
        try {
            return Sha256.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        said(command);
    }

    /* What a command printed that ended well. */
    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}

package io.headwater.router;

import io.headwater.deploy.testkit.ChildProcess;
import io.headwater.deploy.testkit.JavaCommand;
import io.headwater.launch.Node;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A router as a process runs it, on configuration files of its own. */
public final class TestRouter implements AutoCloseable {
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final Map<String, String> TENANTS = new ConcurrentHashMap<>();

    private final Node node;
    private final Path folder;

    private TestRouter(Node node, Path folder) {
        this.node = node;
        this.folder = folder;
    }

    /**
     * Starts a router for one tenant.
     *
     * @param destinations YAML of destinations and routes; {@code TENANT} stands for the tenant, {@code SECRET} for a secret
     * @param environment overrides; the group is the tenant's own
     */
    public static TestRouter start(
            String servers, String tenant, String destinations, Map<String, String> environment) {
        return start(servers, tenant, folder(tenant, destinations), environment);
    }

    private static TestRouter start(String servers, String tenant, Path folder, Map<String, String> environment) {
        Map<String, String> whole = new HashMap<>(environment);
        whole.put("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", servers);
        whole.putIfAbsent("HEADWATER_CONSUME_GROUP", "router-" + tenant);
        RouterConfig config = config(whole);
        Supplier<RouterData> read = () -> RouterData.read(folder, whole);
        Node node = new Node(config.node(), List.of(new EventRouter(config, read.get(), read)));
        return new TestRouter(node.start().await(), folder);
    }

    /** The same in a process of its own, for tests that end it. */
    static ChildProcess process(String servers, String tenant, String destinations) {
        return process(servers, tenant, destinations, "", Map.of());
    }

    /**
     * The same with overrides.
     *
     * @param failpoint what goes wrong in it, as {@code STAGE:lie:N}; empty for nothing
     */
    static ChildProcess process(
            String servers, String tenant, String destinations, String failpoint, Map<String, String> environment) {
        Path folder = folder(tenant, destinations);
        JavaCommand command = JavaCommand.of(TestRouter.class, servers, tenant, folder.toString())
                .withJvmFlags(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dheadwater.failpoint=" + failpoint)
                .withEnv(environment);
        ChildProcess process = ChildProcess.start(command, folder.resolve("output"));
        process.awaitLine("reads", Duration.ofSeconds(60));
        return process;
    }

    /** {@code SERVERS TENANT FOLDER}: reads until it is killed. */
    public static void main(String[] args) {
        Map<String, String> overrides = System.getenv().entrySet().stream()
                .filter(each -> each.getKey().startsWith("HEADWATER_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        TestRouter router = start(args[0], args[1], Path.of(args[2]), overrides);
        System.out.println("ops " + router.node.opsPort());
        System.out.println("reads");
    }

    public static RouterConfig config(Map<String, String> environment) {
        Map<String, String> whole = new HashMap<>(Map.of(
                "HEADWATER_OPS_PORT", "0",
                "HEADWATER_OPS_HOST", "127.0.0.1",
                "HEADWATER_KAFKA_TOPICS_PARTITIONS", Integer.toString(TestBroker.PARTITIONS),
                "HEADWATER_CONSUME_COMMIT_EVERY", "100ms",
                "HEADWATER_RELOAD_LOOK_EVERY", "0s",
                "HEADWATER_RETRY_FIRST", "20ms",
                "HEADWATER_RETRY_LADDER_FROM", "50ms",
                "HEADWATER_RETRY_LADDER_TO", "500ms"));
        whole.putAll(environment);
        return RouterConfig.read(Path.of("..", "conf"), whole);
    }

    /* Tests share one Kafka, and a tenant of two of them would read what the other left there. */
    private static void claim(String tenant) {
        String test = StackWalker.getInstance()
                .walk(frames -> frames.filter(each -> each.getClassName().endsWith("IT"))
                        .reduce((inner, outer) -> outer))
                .map(each -> each.getClassName() + "." + each.getMethodName())
                .orElseThrow();
        String other = TENANTS.putIfAbsent(tenant, test);
        if (other != null && !other.equals(test)) {
            throw new AssertionError(
                    "The tenant " + tenant + " of " + test + " is that of " + other + ": it needs its own");
        }
    }

    private static Path folder(String tenant, String destinations) {
        claim(tenant);
        try {
            Path folder = Files.createTempDirectory("router-it");
            Files.writeString(folder.resolve("sources.yaml"), """
                    sources:
                      - {tenant: TENANT, name: web, writeKeys: [one-key]}
                      - {tenant: TENANT, name: app, writeKeys: [other-key]}
                      - {tenant: TENANT, name: till, writeKeys: [third-key], ordered: true}
                    """.replace("TENANT", tenant));
            write(folder.resolve("destinations.yaml"), tenant, destinations);
            for (String each :
                    List.of("", "sources.yaml", "destinations.yaml", "output")) { // the last is deleted first
                folder.resolve(each).toFile().deleteOnExit();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public double counted(String meter, String... tags) {
        return node.meters().find(meter).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    public double gauged(String meter, String... tags) {
        return node.meters().find(meter).tags(tags).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    /** Gives it other destinations and routes while it runs. */
    void reroute(String tenant, String destinations) {
        write(folder.resolve("destinations.yaml"), tenant, destinations);
    }

    /** Gives it other sources while it runs. */
    void replaceSources(String tenant, String sources) {
        write(folder.resolve("sources.yaml"), tenant, sources);
    }

    private static void write(Path file, String tenant, String text) {
        try {
            Files.writeString(file, text.replace("TENANT", tenant).replace("SECRET", SECRET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Node node() {
        return node;
    }

    /** What the operate port answers. */
    public String get(String path) {
        return answer(path).body();
    }

    /** What it answers to a call that looks. */
    public JsonObject look(String path) {
        return new JsonObject(get(path));
    }

    /** What it answers to a call that changes something, with these arguments. */
    public HttpResponse<String> post(String path, JsonObject arguments) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(arguments.encode()))
                .build());
    }

    public boolean isReady() {
        return answer("/health/ready").statusCode() == 200;
    }

    private HttpResponse<String> answer(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.opsPort() + path);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        node.stop().await();
    }
}

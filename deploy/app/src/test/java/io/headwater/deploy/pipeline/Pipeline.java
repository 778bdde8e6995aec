package io.headwater.deploy.pipeline;

import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.JavaCommand;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Broker, collector, router and one sink for each format, each a process of its own as people run it, on ports that were
 * free. What is started again comes back where it was: on its port, its data, its consumer group.
 */
public final class Pipeline implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Kafka kafka;
    private final boolean owned;
    private final List<Sink> sinks;
    private final Part collector;
    private final Part router;
    private final Part secondRouter;
    private final Part secondCollector;
    private final Path conf;
    private final Path spool;
    private final Map<String, String> overrides;
    private final Map<Part, Life> lives = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private int ingestPort;
    private int secondIngestPort;

    private Pipeline(Kafka kafka, boolean owned, Path folder, Map<String, String> overrides, List<Sink> sinks) {
        this.kafka = kafka;
        this.owned = owned;
        this.overrides = new HashMap<>(overrides);
        this.sinks = sinks;
        this.conf = folder.resolve("conf");
        this.spool = folder.resolve("spool");
        this.collector = new Part("collector", folder, () -> side("collector"));
        this.router = new Part("router", folder, () -> side("router"));
        this.secondRouter = new Part("second-router", folder, () -> side("router"));
        this.secondCollector = new Part("second-collector", folder, this::secondCollectorCommand);
    }

    /** A pipeline that is ready. */
    public static Pipeline start(Path folder, String... formats) {
        return start(folder, Map.of(), formats);
    }

    /** The same with keys of the configuration overridden in the environment. */
    public static Pipeline start(Path folder, Map<String, String> overrides, String... formats) {
        Pipeline pipeline = new Pipeline(Kafka.command(folder), true, folder, overrides, sinks(folder, formats));
        return pipeline.started(List.of(), List.of());
    }

    /**
     * One on a Kafka that others use too, one after the other, and with further sources and destinations.
     *
     * @param formats of the sinks that are processes; each is fed by {@link Conf#PLAYERS}
     */
    public static Pipeline on(
            Kafka kafka,
            Path folder,
            Map<String, String> overrides,
            List<Conf.Source> sources,
            List<Conf.Destination> destinations,
            String... formats) {
        Pipeline pipeline = new Pipeline(kafka, false, folder, overrides, sinks(folder, formats));
        return pipeline.started(sources, destinations);
    }

    /** The same with nothing further. */
    public static Pipeline on(Kafka kafka, Path folder, Map<String, String> overrides, String... formats) {
        return on(kafka, folder, overrides, List.of(), List.of(), formats);
    }

    private static List<Sink> sinks(Path folder, String... formats) {
        return Stream.of(formats).map(format -> new Sink(format, folder)).toList();
    }

    private Pipeline started(List<Conf.Source> sources, List<Conf.Destination> destinations) {
        try {
            List<Conf.Destination> all = new ArrayList<>(destinations);
            sinks.forEach(sink -> all.add(sink.destination(sink.format())));
            sinks.stream()
                    .limit(1)
                    .forEach(first -> all.add(first.destination(Bug.SECOND).from(List.of())));
            all.forEach(each -> names.add(each.name()));
            Conf.write(conf, sources, all);
            collector.start();
            router.start();
            ingestPort = collector.port("ingest");
            awaitReady(collector);
            awaitReady(router);
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    public Kafka kafka() {
        return kafka;
    }

    public Part broker() {
        return kafka.broker();
    }

    public Part collector() {
        return collector;
    }

    public Part router() {
        return router;
    }

    /** Another of the same group, which is there once it is started. */
    public Part secondRouter() {
        return secondRouter;
    }

    /** Another beside the first, on the same Kafka, which is there once it is started. */
    public Part secondCollector() {
        return secondCollector;
    }

    /** Starts it, on the port it had, and waits until it is ready. */
    public void startSecondCollector(Life life) {
        lives.put(secondCollector, life);
        secondIngestPort = secondCollector.start().port("ingest");
        awaitReady(secondCollector);
    }

    public List<Sink> sinks() {
        return sinks;
    }

    /** The only one. */
    public Sink sink() {
        return sinks.get(0);
    }

    public Log log() {
        return kafka.log();
    }

    public int ingestPort() {
        return ingestPort;
    }

    /** The folder the collector and the router read their configuration from. */
    public Path conf() {
        return conf;
    }

    /** The folder of the collector's spool, unless a life of it has another. */
    public Path spool() {
        return spool;
    }

    /** Starts it and waits until it listens. */
    public void startBroker() {
        kafka.start(0);
    }

    /** Starts it as it was before, on its port, and waits until it listens. */
    public void startCollector() {
        ingestPort = collector.start().port("ingest");
    }

    /** Starts it into another life, on its port, and waits until it listens. */
    public void startCollector(Life life) {
        lives.put(collector, life);
        startCollector();
    }

    /** Lets it stop in order and starts it into another life, on its port. */
    public void restartCollector(Life life) {
        live(collector, life);
        ingestPort = collector.port("ingest");
    }

    /** Starts it into another life. */
    public void startRouter(Life life) {
        lives.put(router, life);
        router.start();
    }

    /** Lets it stop in order and starts it into another life. */
    public void restartRouter(Life life) {
        live(router, life);
        awaitReady(router);
    }

    /** Overrides a key of the configuration in the environment of whatever is started from now on. */
    public void override(String key, String value) {
        overrides.put(key, value);
    }

    /** Runs the collector and the router with these bugs: starts those anew that are dead or have another one. */
    public void plant(Bug inCollector, Bug inRouter) {
        live(Life.with(inCollector), Life.with(inRouter));
    }

    /** Runs the collector and the router as people do: starts those anew that are dead or live otherwise. */
    public void restore() {
        live(Life.PLAIN, Life.PLAIN);
    }

    private void live(Life asCollector, Life asRouter) {
        live(collector, asCollector);
        live(router, asRouter);
        awaitReady(collector);
        awaitReady(router);
    }

    private void live(Part side, Life life) {
        if (side.isAlive() && lives.getOrDefault(side, Life.PLAIN).equals(life)) {
            return;
        }
        if (side.isAlive()) {
            side.terminate();
            side.awaitExit();
        }
        lives.put(side, life);
        side.start();
    }

    /** Waits until the only sink has received so many events. */
    public void awaitReceived(int events) {
        await("events received")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sink().count() >= events);
    }

    /** How many records the collector's spool still holds. */
    public double spooled() {
        return meter(collector, "headwater_spool_records");
    }

    /** Waits until the spool is drained, and everything in the log settled and committed: then nothing more is delivered. */
    public void awaitSettled() {
        await("everything settled")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(this::isSettled);
    }

    /** The value of a meter of the collector or the router, summed over its labels; 0 where it is not there. */
    public double meter(Part side, String name) {
        Pattern sample = Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\S+)$");
        String metrics = side.isAlive() ? get(side, "/metrics").response().text() : "";
        return sample.matcher(metrics)
                .results()
                .map(MatchResult::group)
                .mapToDouble(Pipeline::value)
                .sum();
    }

    /** What its operate port answers to a call that looks. */
    public JsonObject look(Part side, String path) {
        if (get(side, path) instanceof RawAnswer.Response response) {
            return new JsonObject(response.text());
        }
        throw new IllegalStateException("no answer to " + path);
    }

    public boolean isReady(Part side) {
        return get(side, "/health/ready") instanceof RawAnswer.Response response && response.status() == 200;
    }

    public void awaitReady(Part side) {
        await("ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> isReady(side));
    }

    @Override
    public void close() {
        Stream.concat(Stream.of(secondRouter, router, secondCollector, collector), sinks.stream())
                .forEach(Pipeline::close);
        if (owned) {
            kafka.close();
        }
    }

    private boolean isSettled() {
        return spooled() == 0 && log().unsettled(names) == 0;
    }

    private JavaCommand side(String name) {
        boolean collecting = name.equals("collector");
        Life life = lives.getOrDefault(collecting ? collector : router, Life.PLAIN);
        return command(life, name).withEnv(environment(life, collecting)).withinCommand(life.within());
    }

    private JavaCommand secondCollectorCommand() {
        Map<String, String> env = environment(lives.getOrDefault(secondCollector, Life.PLAIN), true);
        env.put("HEADWATER_SITE", "second");
        env.put("HEADWATER_SPOOL_DIR", spool + "-of-second");
        env.put("HEADWATER_HTTP_PORT", String.valueOf(secondIngestPort));
        return command(Life.PLAIN, "collector").withEnv(env);
    }

    private Map<String, String> environment(Life life, boolean collecting) {
        Map<String, String> env = new HashMap<>();
        env.put("HEADWATER_SPOOL_DIR", spool.toString());
        env.put("HEADWATER_SPOOL_SEGMENT_BYTES", "4MiB");
        env.put("HEADWATER_DRAIN_ANNOUNCE", "0s");
        env.putAll(overrides);
        env.put(
                "HEADWATER_KAFKA_BOOTSTRAP_SERVERS",
                collecting ? kafka.collectorsBootstrapServers() : kafka.bootstrapServers());
        env.put("HEADWATER_HTTP_PORT", String.valueOf(ingestPort));
        env.putAll(life.environment());
        return env;
    }

    private JavaCommand command(Life life, String name) {
        if (life.bug() != Bug.NONE) {
            return Distribution.test(Planted.class, life.bug().name(), name, conf.toString());
        }
        return life.failpoint().isEmpty()
                ? Distribution.command(name, "--conf", conf.toString())
                : Distribution.stopping(life.failpoint(), name, "--conf", conf.toString());
    }

    private static RawAnswer get(Part side, String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        try (RawHttp connection = RawHttp.connect(side.port("ops"))) {
            return connection.send(request).read(ANSWER);
        } catch (UncheckedIOException refused) {
            return new RawAnswer.Closed(new byte[0]);
        }
    }

    private static double value(String sample) {
        return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.headwater.deploy.endtoend;

import static org.awaitility.Awaitility.await;

import io.headwater.deploy.testkit.JavaCommand;
import io.headwater.deploy.testkit.RawAnswer;
import io.headwater.deploy.testkit.RawHttp;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Broker, collector, router and one sink for each format, each a process of its own as people run it, on ports that were
 * free. What is started again comes back where it was: on its port, its data, its consumer group.
 */
final class Pipeline implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final List<Sink> sinks;
    private final Part broker;
    private final Part collector;
    private final Part router;
    private final Path conf;
    private final Map<String, String> overrides;
    private final Map<String, Bug> bugs = new HashMap<>();
    private Optional<Log> log = Optional.empty();
    private int kafkaPort;
    private int ingestPort;

    private Pipeline(Path folder, Map<String, String> overrides, List<Sink> sinks) {
        this.overrides = new HashMap<>(overrides);
        this.sinks = sinks;
        this.conf = folder.resolve("conf");
        Path data = folder.resolve("kafka");
        this.broker = new Part(
                "broker",
                folder,
                () -> Distribution.commandWithKafka(
                        "broker", "--data", data.toString(), "--port", String.valueOf(kafkaPort)));
        this.collector = new Part("collector", folder, () -> side("collector"));
        this.router = new Part("router", folder, () -> side("router"));
    }

    /** A pipeline that is ready. */
    static Pipeline start(Path folder, String... formats) {
        return start(folder, Map.of(), formats);
    }

    /** The same with keys of the configuration overridden in the environment. */
    static Pipeline start(Path folder, Map<String, String> overrides, String... formats) {
        Pipeline pipeline = new Pipeline(
                folder,
                overrides,
                Stream.of(formats).map(format -> new Sink(format, folder)).toList());
        try {
            pipeline.start();
        } catch (RuntimeException | Error e) {
            pipeline.close();
            throw e;
        }
        return pipeline;
    }

    private void start() {
        startBroker();
        log = Optional.of(new Log(kafkaPort));
        List<Conf.Destination> destinations = new ArrayList<>();
        sinks.forEach(sink -> destinations.add(new Conf.Destination(sink.format(), sink.format(), sink.port(), true)));
        destinations.add(new Conf.Destination(Bug.SECOND, sink().format(), sink().port(), false));
        Conf.write(conf, destinations);
        collector.start();
        router.start();
        ingestPort = collector.port("ingest");
        awaitReady(collector);
        awaitReady(router);
    }

    Part broker() {
        return broker;
    }

    Part collector() {
        return collector;
    }

    Part router() {
        return router;
    }

    List<Sink> sinks() {
        return sinks;
    }

    /** The only one. */
    Sink sink() {
        return sinks.get(0);
    }

    Log log() {
        return log.orElseThrow();
    }

    int ingestPort() {
        return ingestPort;
    }

    /** The folder the collector and the router read their configuration from. */
    Path conf() {
        return conf;
    }

    /** Starts it and waits until it listens. */
    void startBroker() {
        kafkaPort = broker.start().port("kafka");
    }

    /** Starts it and waits until it listens. */
    void startCollector() {
        ingestPort = collector.start().port("ingest");
    }

    /** Overrides a key of the configuration in the environment of whatever is started from now on. */
    void override(String key, String value) {
        overrides.put(key, value);
    }

    /** Runs the collector and the router with these bugs: starts those anew that are dead or have another one. */
    void plant(Bug inCollector, Bug inRouter) {
        plant("collector", collector, inCollector);
        plant("router", router, inRouter);
    }

    private void plant(String name, Part side, Bug bug) {
        if (side.isAlive() && bugs.getOrDefault(name, Bug.NONE) == bug) {
            return;
        }
        if (side.isAlive()) {
            side.terminate();
            side.awaitExit();
        }
        bugs.put(name, bug);
        side.start();
        awaitReady(side);
    }

    /** Waits until the only sink has received so many events. */
    void awaitReceived(int events) {
        await("events received")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sink().count() >= events);
    }

    /** Waits until the router has settled and committed all that stands in the log: then nothing more is delivered. */
    void awaitSettled() {
        await("everything settled")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(this::isSettled);
    }

    /** The value of a meter of the collector or the router, summed over its labels; 0 where it is not there. */
    double meter(Part side, String name) {
        Pattern sample = Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\S+)$");
        String metrics = get(side, "/metrics").response().text();
        return sample.matcher(metrics)
                .results()
                .map(MatchResult::group)
                .mapToDouble(Pipeline::value)
                .sum();
    }

    boolean isReady(Part side) {
        return get(side, "/health/ready") instanceof RawAnswer.Response response && response.status() == 200;
    }

    void awaitReady(Part side) {
        await("ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> isReady(side));
    }

    @Override
    public void close() {
        log.ifPresent(Log::close);
        Stream.concat(Stream.of(router, collector, broker), sinks.stream()).forEach(Pipeline::close);
    }

    private boolean isSettled() {
        return log().unsettled() == 0;
    }

    private JavaCommand side(String name) {
        Map<String, String> env = new HashMap<>(overrides);
        env.put("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", log().bootstrapServers());
        env.put("HEADWATER_HTTP_PORT", String.valueOf(ingestPort));
        Bug bug = bugs.getOrDefault(name, Bug.NONE);
        JavaCommand command = bug == Bug.NONE
                ? Distribution.command(name, "--conf", conf.toString())
                : Distribution.test(Planted.class, bug.name(), name, conf.toString());
        return command.withEnv(env);
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

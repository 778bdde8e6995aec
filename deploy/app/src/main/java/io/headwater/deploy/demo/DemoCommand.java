package io.headwater.deploy.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.headwater.collector.Collector;
import io.headwater.deploy.process.ConfigFolder;
import io.headwater.deploy.process.LocalKafka;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Sides;
import io.headwater.deploy.process.Signals;
import io.headwater.deploy.process.Surroundings;
import io.headwater.launch.LogConfig;
import io.headwater.launch.Logging;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater demo}: the whole way of an event, in one process, to look at. */
@Command(
        name = "demo",
        description = {
            "Shows events on their whole way: sample video sessions are sent over HTTP to a collector, through an"
                    + " embedded Kafka and a router, to a webhook that checks the signatures and prints what it receives.",
            "Ctrl-C drains and stops.",
            ""
        },
        customSynopsis = {"Usage: headwater demo [--traffic N] [--data DIR]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater demo                      two sample events a second",
            "  headwater demo --traffic 0          only the events you send",
            "  headwater demo --traffic 1000       a line a second",
            "  HEADWATER_HTTP_PORT=9000 HEADWATER_OPS_PORT=0 headwater demo",
            "",
            "The demo runs on conf/collector.yaml and conf/router.yaml, with sources and a destination of its own and"
                    + " always with its own Kafka.",
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String LOG_LEVEL = "HEADWATER_LOG_LEVEL";

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--traffic",
            paramLabel = "N",
            defaultValue = "2",
            description = "Sends N sample events a second; 0 for none (default: ${DEFAULT-VALUE}).")
    private int traffic;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps Kafka's log in DIR/kafka and the spool in DIR/spool; the next demo goes on there"
                    + " (default: deploy/target/demo).")
    private Optional<Path> data = Optional.empty();

    public DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (traffic < 0 || traffic > 10_000) {
            throw new ParameterException(
                    spec.commandLine(), "--traffic must be 0 to 10000 events a second, was " + traffic);
        }
        Path folder = data.orElseGet(() -> surroundings.data("demo"));
        Map<String, String> environment = quiet(surroundings.environment());
        Sides sides = new ConfigFolder(surroundings.conf(), environment).sides().withData(folder);
        configureLogging(sides.collector().log());

        Screen screen = Screen.of(spec.commandLine());
        Signals signals = Signals.listen();
        screen.line(
                screen.bold("Headwater demo") + "   sample video sessions → collector → Kafka → router → a webhook");
        screen.line();
        try (LocalKafka kafka = LocalKafka.start(folder, screen, signals)) {
            screen.entry("kafka", kafka.bootstrapServers());
            return new Demo(screen, signals, folder, environment).run(sides.at(kafka.bootstrapServers()), traffic);
        }
    }

    private static Map<String, String> quiet(Map<String, String> environment) {
        Map<String, String> quiet = new HashMap<>(environment);
        quiet.putIfAbsent(LOG_LEVEL, "warn");
        return quiet;
    }

    /**
     * The screen is for the events: unless somebody asks for logs, only what Headwater itself warns of is shown. Left out are
     * Kafka's own complaints, event loops that are slow while everything is loaded at once, and that there is one copy of all
     * data, which the demo says itself.
     */
    private void configureLogging(LogConfig config) {
        Logging.configure(config);
        if (!surroundings.environment().containsKey(LOG_LEVEL)) {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            for (String name : List.of("kafka", "org.apache.kafka", "io.vertx", Collector.class.getName())) {
                context.getLogger(name).setLevel(Level.OFF);
            }
        }
    }
}

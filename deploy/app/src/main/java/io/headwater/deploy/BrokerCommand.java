package io.headwater.deploy;

import io.headwater.deploy.process.LocalKafka;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Signals;
import io.headwater.deploy.process.Surroundings;
import io.headwater.launch.LogConfig;
import io.headwater.launch.Logging;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater broker}: the embedded Kafka alone. */
@Command(
        name = "broker",
        customSynopsis = {"Usage: headwater broker [--data DIR] [--host ADDRESS] [--port N]", ""},
        description = {
            "Runs the embedded Kafka alone: one real broker, reachable from this host only unless --host says more, for"
                    + " development and tests.",
            "One replica: a lost disk is a lost log.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  headwater broker                    on 127.0.0.1:9092, where collector and router look for it",
            "  headwater broker --port 0           on any free port, printed when it is up",
        })
final class BrokerCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps the log in DIR/kafka (default: deploy/target/broker).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Listens on this address of the host, without a password: keep it to yourself"
                    + " (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "9092",
            description = "Listens there; 0 takes any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    BrokerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, was " + port);
        }
        Screen screen = Screen.of(spec.commandLine());
        Path folder = data.orElseGet(() -> surroundings.data("broker"));
        Logging.configure(new LogConfig("text", "warn"));
        Signals signals = Signals.listen();
        try (LocalKafka kafka = LocalKafka.start(folder, host, port, "--host, --port, --data", screen, signals)) {
            screen.entry("kafka", kafka.bootstrapServers());
            return signals.await();
        }
    }
}

package io.headwater.deploy;

import io.headwater.collector.Collector;
import io.headwater.deploy.process.ClusterAddress;
import io.headwater.deploy.process.ConfOption;
import io.headwater.deploy.process.Configuration;
import io.headwater.deploy.process.LocalKafka;
import io.headwater.deploy.process.RunningNode;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Sides;
import io.headwater.deploy.process.Signals;
import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Url;
import io.headwater.launch.Logging;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater standalone}: collector, router and, unless the configuration names a cluster, Kafka in one process. */
@Command(
        name = "standalone",
        description = {
            "Runs collector and router in one process on your configuration, with an embedded Kafka unless"
                    + " kafka.bootstrapServers names a cluster.",
            "Reads all five files. The operate port is that of collector.yaml; what else both collector.yaml and"
                    + " router.yaml set must agree.",
            ""
        },
        customSynopsis = {"Usage: headwater standalone [--conf DIR] [--data DIR]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater standalone --conf /etc/headwater --data /var/lib/headwater",
            "  HEADWATER_HTTP_PORT=9000 headwater standalone",
        })
final class StandaloneCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfOption conf = new ConfOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keeps the embedded Kafka's log in DIR/kafka, and the spool in DIR/spool unless spool.dir says"
                            + " where (default: deploy/target/standalone, which a clean build empties).")
    private Optional<Path> data = Optional.empty();

    StandaloneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path folder = data.orElseGet(() -> surroundings.data("standalone"));
        Configuration configuration = conf.folder(surroundings).all().withData(folder);
        Logging.configure(configuration.sides().collector().log());

        Screen screen = Screen.of(spec.commandLine());
        Signals signals = Signals.listen();
        if (ClusterAddress.isGiven(configuration.sides().kafka())) {
            return run(configuration, screen, signals);
        }
        try (LocalKafka kafka = LocalKafka.start(folder, screen, signals)) {
            screen.entry("kafka", kafka.bootstrapServers());
            return run(configuration.at(kafka.bootstrapServers()), screen, signals);
        }
    }

    private static int run(Configuration configuration, Screen screen, Signals signals) {
        Sides sides = configuration.sides();
        Collector collector = configuration.newCollector();
        try (RunningNode node = RunningNode.start(
                sides.collector().node(),
                List.of(collector, configuration.newRouter()),
                sides.drainTimeout(),
                signals)) {
            screen.entry(
                    "ingest",
                    Url.of(sides.collector().tls(), sides.collector().http().host(), collector.port(), "/v1/events"));
            node.tell(screen);
            return signals.await();
        }
    }
}

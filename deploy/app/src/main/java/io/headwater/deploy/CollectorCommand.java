package io.headwater.deploy;

import io.headwater.collector.Collector;
import io.headwater.collector.CollectorConfig;
import io.headwater.collector.CollectorData;
import io.headwater.deploy.process.ClusterAddress;
import io.headwater.deploy.process.ConfOption;
import io.headwater.deploy.process.ConfigFolder;
import io.headwater.deploy.process.RunningNode;
import io.headwater.deploy.process.Screen;
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

/** {@code headwater collector}: HTTP in, durable out. */
@Command(
        name = "collector",
        description = {
            "Takes events over HTTP and acknowledges them once they are durable, in Kafka or, with Kafka away, in the"
                    + " spool, which is drained into Kafka when it is back.",
            "Reads collector.yaml, regions.yaml and sources.yaml.",
            ""
        },
        customSynopsis = {"Usage: headwater collector [--conf DIR] [--data DIR]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater collector --conf /etc/headwater --data /var/lib/headwater",
            "  HEADWATER_KAFKA_BOOTSTRAP_SERVERS=kafka:9092 headwater collector",
            "",
            "Without kafka.bootstrapServers it looks for Kafka at localhost:9092."
        })
final class CollectorCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfOption conf = new ConfOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps the spool in DIR/spool unless spool.dir says where (default: deploy/target/collector,"
                    + " which a clean build empties).")
    private Optional<Path> data = Optional.empty();

    CollectorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ConfigFolder folder = conf.folder(surroundings);
        CollectorData known = folder.data();
        CollectorConfig read = folder.collector(known.regions());
        CollectorConfig config = read.with(ClusterAddress.orLocalhost(read.kafka()))
                .withData(data.orElseGet(() -> surroundings.data("collector")));
        Collector collector = new Collector(config, known, folder::data);
        Logging.configure(config.log());

        Screen screen = Screen.of(spec.commandLine());
        Signals signals = Signals.listen();
        try (RunningNode node = RunningNode.start(
                config.node(), List.of(collector), config.drain().timeout(), signals)) {
            screen.entry("ingest", Url.of(config.tls(), config.http().host(), collector.port(), "/v1/events"));
            node.tell(screen);
            return signals.await();
        }
    }
}

package io.headwater.deploy;

import io.headwater.deploy.process.ClusterAddress;
import io.headwater.deploy.process.ConfOption;
import io.headwater.deploy.process.ConfigFolder;
import io.headwater.deploy.process.RunningNode;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Signals;
import io.headwater.deploy.process.Surroundings;
import io.headwater.launch.Logging;
import io.headwater.router.EventRouter;
import io.headwater.router.RouterConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater router}: Kafka in, destinations out, on time. */
@Command(
        name = "router",
        description = {
            "Reads events from Kafka and delivers each to every destination a route leads it to.",
            "Reads router.yaml, regions.yaml, sources.yaml and destinations.yaml.",
            ""
        },
        customSynopsis = {"Usage: headwater router [--conf DIR]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater router --conf /etc/headwater",
            "  HEADWATER_KAFKA_BOOTSTRAP_SERVERS=kafka:9092 headwater router",
            "",
            "Without kafka.bootstrapServers it looks for Kafka at localhost:9092."
        })
final class RouterCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfOption conf = new ConfOption();

    RouterCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ConfigFolder folder = conf.folder(surroundings);
        RouterConfig read = folder.router(folder.regions());
        RouterConfig config = read.with(ClusterAddress.orLocalhost(read.kafka()));
        EventRouter router = new EventRouter(config, folder.routing(), folder::routing);
        Logging.configure(config.log());

        Signals signals = Signals.listen();
        try (RunningNode node =
                RunningNode.start(config.node(), List.of(router), config.drain().timeout(), signals)) {
            node.tell(Screen.of(spec.commandLine()));
            return signals.await();
        }
    }
}

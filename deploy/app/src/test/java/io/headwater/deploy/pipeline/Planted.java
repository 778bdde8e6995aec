package io.headwater.deploy.pipeline;

import io.headwater.collector.Collector;
import io.headwater.collector.CollectorConfig;
import io.headwater.collector.CollectorData;
import io.headwater.deploy.process.ConfigFolder;
import io.headwater.deploy.process.RunningNode;
import io.headwater.deploy.process.Signals;
import io.headwater.launch.Node;
import io.headwater.launch.NodeConfig;
import io.headwater.launch.Side;
import io.headwater.ops.OpsRoutes;
import io.headwater.router.EventRouter;
import io.headwater.router.RouterConfig;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A real collector or router with one bug, to be run as a process: {@code BUG collector|router CONF}. */
public record Planted(Side side, Bug bug) implements Side {

    private static final Duration DRAIN = Duration.ofSeconds(5);

    public static void main(String[] args) {
        Bug bug = Bug.valueOf(args[0]);
        ConfigFolder folder = new ConfigFolder(Path.of(args[2]), System.getenv());
        if (args[1].equals("collector")) {
            collector(folder, bug);
        } else {
            router(folder, bug);
        }
    }

    private static void collector(ConfigFolder folder, Bug bug) {
        CollectorData known = folder.data();
        CollectorConfig config = folder.collector(known.regions());
        Collector collector = new Collector(config, known, folder::data);
        run(config.node(), new Planted(collector, bug), node -> "ingest " + collector.port());
    }

    private static void router(ConfigFolder folder, Bug bug) {
        RouterConfig config = folder.router(folder.regions());
        EventRouter router = new EventRouter(config, folder.routing(), folder::routing);
        run(config.node(), new Planted(router, bug), node -> "");
    }

    private static void run(NodeConfig config, Planted side, Function<Node, String> address) {
        Signals signals = Signals.listen();
        try (RunningNode running = RunningNode.start(config, List.of(side), DRAIN, signals)) {
            System.out.println(address.apply(running.node()));
            System.out.println("ops " + running.node().opsPort());
            signals.await();
        }
    }

    @Override
    public void operate(OpsRoutes routes) {
        side.operate(routes);
    }

    @Override
    public Future<?> start(Node node) {
        node.vertx().eventBus().<Object>addInboundInterceptor(message -> bug.take(message, node.vertx()));
        return side.start(node);
    }

    @Override
    public Future<?> drain() {
        return side.drain();
    }
}

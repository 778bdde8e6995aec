package io.headwater.deploy.pipeline;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.BrokerOptions.Entrance;
import io.headwater.deploy.broker.ClusterPlace;
import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.deploy.process.Signals;
import io.headwater.deploy.testkit.FreePorts;
import io.headwater.deploy.testkit.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/** One broker of a cluster, as a process: {@code NODE DATA PORT ENTRANCE PROXY CLUSTER CONTROLLER…}. */
final class BrokerNode {
    private static final int CONTROLLERS = 6;

    private BrokerNode() {}

    public static void main(String[] args) {
        Map<Integer, Integer> controllers = new HashMap<>();
        List<String> ports = Arrays.asList(args).subList(CONTROLLERS, args.length);
        IntStream.range(0, ports.size()).forEach(node -> controllers.put(node, Integer.valueOf(ports.get(node))));
        BrokerOptions options = BrokerOptions.in(Path.of(args[1]))
                .on(Integer.parseInt(args[2]))
                .andBehindProxy(new Entrance(Integer.parseInt(args[3]), Integer.parseInt(args[4])))
                .at(new ClusterPlace(args[5], Integer.parseInt(args[0]), controllers));
        Signals signals = Signals.listen();
        try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
            System.out.println("kafka " + broker.bootstrapServers());
            signals.await();
        }
    }

    /** What the nodes of a cluster know of each other. */
    static final class Cluster {
        private final Ports ports;
        private final List<Integer> proxies;
        private final String id = Uuid.randomUuid().toString();

        Cluster(Ports ports, List<Integer> proxies) {
            this.ports = ports;
            this.proxies = proxies;
        }

        JavaCommand command(int node, Path data) {
            List<String> args = new ArrayList<>(List.of(
                    String.valueOf(node),
                    data.toString(),
                    String.valueOf(ports.brokers().get(node)),
                    String.valueOf(ports.entrances().get(node)),
                    String.valueOf(proxies.get(node)),
                    id));
            ports.controllers().forEach(port -> args.add(String.valueOf(port)));
            return Distribution.test(BrokerNode.class, args.toArray(String[]::new));
        }
    }

    /** Ports for the nodes of a cluster; each knows those of the others before it is started. */
    record Ports(List<Integer> brokers, List<Integer> entrances, List<Integer> controllers) {

        static Ports free(int nodes) {
            List<Integer> ports = FreePorts.of(3 * nodes);
            return new Ports(
                    ports.subList(0, nodes), ports.subList(nodes, 2 * nodes), ports.subList(2 * nodes, 3 * nodes));
        }
    }
}

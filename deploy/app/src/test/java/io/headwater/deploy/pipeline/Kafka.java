package io.headwater.deploy.pipeline;

import io.headwater.deploy.testkit.FaultProxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The Kafka of a pipeline: one broker or three, each a process of its own, killed, paused and started again one by one. What
 * is started again comes back on its port and its data.
 * <pre>
 *   routers, tests ───────────────► broker
 *   collectors ─────► proxy ──────► broker      where there are proxies
 * </pre>
 */
public final class Kafka implements AutoCloseable {
    private final List<Part> brokers;
    private final List<Integer> ports;
    private final List<FaultProxy> proxies;
    private Optional<Log> log = Optional.empty();

    private Kafka(List<Part> brokers, List<Integer> ports, List<FaultProxy> proxies) {
        this.brokers = brokers;
        this.ports = ports;
        this.proxies = proxies;
    }

    /** One broker as people run it, {@code headwater broker}, without a proxy. */
    public static Kafka command(Path folder) {
        List<Integer> port = new ArrayList<>(List.of(0));
        Part broker = new Part(
                "broker",
                folder,
                () -> Distribution.commandWithKafka(
                        "broker", "--data", folder.resolve("kafka").toString(), "--port", String.valueOf(port.get(0))));
        Kafka kafka = new Kafka(List.of(broker), port, List.of());
        kafka.start(0);
        return kafka;
    }

    /** One broker that collectors reach through a proxy. */
    public static Kafka alone(Path folder) {
        return cluster(folder, folder, 1);
    }

    /** The same with its log in a folder of its own, which may be a disk of its own. */
    public static Kafka alone(Path folder, Path data) {
        return cluster(folder, data, 1);
    }

    /** Three brokers that are one cluster; collectors reach each through a proxy of its own. */
    public static Kafka ofThree(Path folder) {
        return cluster(folder, folder, 3);
    }

    private static Kafka cluster(Path folder, Path data, int nodes) {
        BrokerNode.Ports ports = BrokerNode.Ports.free(nodes);
        List<FaultProxy> proxies = IntStream.range(0, nodes)
                .mapToObj(node -> FaultProxy.to(ports.entrances().get(node)))
                .toList();
        BrokerNode.Cluster cluster = new BrokerNode.Cluster(
                ports, proxies.stream().map(FaultProxy::port).toList());
        List<Part> parts = IntStream.range(0, nodes)
                .mapToObj(node ->
                        new Part("broker-" + node, folder, () -> cluster.command(node, data.resolve("kafka-" + node))))
                .toList();
        Kafka kafka = new Kafka(parts, new ArrayList<>(ports.brokers()), proxies);
        parts.forEach(Part::start);
        IntStream.range(0, nodes).forEach(kafka::awaitListening);
        return kafka;
    }

    /** The only one. */
    public Part broker() {
        return brokers.get(0);
    }

    public Part broker(int node) {
        return brokers.get(node);
    }

    public int size() {
        return brokers.size();
    }

    /** Starts one that has ended, and waits until it listens. */
    public void start(int node) {
        brokers.get(node).start();
        awaitListening(node);
    }

    /** Where whoever comes straight connects to. */
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Where collectors connect to. */
    public String collectorsBootstrapServers() {
        return proxies.isEmpty()
                ? bootstrapServers()
                : proxies.stream().map(FaultProxy::address).collect(Collectors.joining(","));
    }

    /** What stands between collectors and the only broker. */
    public FaultProxy proxy() {
        return proxies.get(0);
    }

    /** What stands between collectors and each broker. */
    public List<FaultProxy> proxies() {
        return proxies;
    }

    public Log log() {
        if (log.isEmpty()) {
            log = Optional.of(new Log(bootstrapServers()));
        }
        return log.get();
    }

    @Override
    public void close() {
        log.ifPresent(Log::close);
        brokers.forEach(Part::close);
        proxies.forEach(FaultProxy::close);
    }

    /** Waits until one that was started listens; several are started before any is waited for. */
    public void awaitListening(int node) {
        ports.set(node, brokers.get(node).port("kafka"));
    }
}

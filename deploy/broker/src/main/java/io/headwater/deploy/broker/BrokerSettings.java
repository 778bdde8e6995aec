package io.headwater.deploy.broker;

import io.headwater.deploy.broker.BrokerOptions.Entrance;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.Uuid;

/** The settings of a broker that is its own controller and small enough to stand beside the program it serves. */
final class BrokerSettings {
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    /** Where it listens unless told otherwise, and always for its own controller: nobody else is to reach that. */
    static final String HOST = "127.0.0.1";

    private static final int ALONE = 1;
    private static final String PROXIED_LISTENER = "PROXIED";

    private BrokerSettings() {}

    static Map<String, String> of(BrokerOptions options, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("log.dirs", options.data().toString());
        ClusterPlace place = place(options, controllerPort);
        member(settings, place);
        listening(settings, options, port, place);
        copies(settings, place);
        quick(settings);
        small(settings);
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", String.valueOf(2 * 1024 * 1024 + 64 * 1024));
        settings.putAll(options.overrides());
        return settings;
    }

    static String listener(String host, int port) {
        return "PLAINTEXT://" + host + ":" + port;
    }

    /** Where it stands in its cluster; alone it is a cluster of one, named when its folder is formatted. */
    static ClusterPlace place(BrokerOptions options, int controllerPort) {
        return options.place()
                .orElseGet(() -> new ClusterPlace(Uuid.randomUuid().toString(), ALONE, Map.of(ALONE, controllerPort)));
    }

    private static void member(Map<String, String> settings, ClusterPlace place) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(place.nodeId()));
        settings.put("controller.quorum.voters", place.voters());
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
    }

    private static void listening(Map<String, String> settings, BrokerOptions options, int port, ClusterPlace place) {
        String controller = CONTROLLER_LISTENER + "://" + HOST + ":" + place.controllerPort();
        settings.put("listeners", listener(options.host(), port) + proxied(options, Entrance::port) + "," + controller);
        settings.put("advertised.listeners", listener(options.host(), port) + proxied(options, Entrance::proxy));
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + PROXIED_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    }

    private static String proxied(BrokerOptions options, ToIntFunction<Entrance> port) {
        return options.entrance()
                .map(entrance -> "," + PROXIED_LISTENER + "://" + options.host() + ":" + port.applyAsInt(entrance))
                .orElse("");
    }

    private static void copies(Map<String, String> settings, ClusterPlace place) {
        String copies = String.valueOf(place.copies());
        String inSync = String.valueOf(place.copiesInSync());
        settings.put("default.replication.factor", copies);
        settings.put("min.insync.replicas", inSync);
        settings.put("unclean.leader.election.enable", "false");
        settings.put("offsets.topic.replication.factor", copies);
        settings.put("transaction.state.log.replication.factor", copies);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.replication.factor", copies);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
    }

    private static void quick(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("broker.heartbeat.interval.ms", "500");
        // A broker that was killed is let in again only when its former life's session has run out.
        settings.put("broker.session.timeout.ms", "4000");
        // Off, a restart took 12 s instead of 3.
        settings.put("controlled.shutdown.enable", "true");
    }

    private static void small(Map<String, String> settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 * 1024 * 1024));
    }
}

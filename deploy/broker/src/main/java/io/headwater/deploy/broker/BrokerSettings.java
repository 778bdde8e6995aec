package io.headwater.deploy.broker;

import java.util.HashMap;
import java.util.Map;

/** The settings of a broker that is alone, its own controller, and small enough to stand beside the program it serves. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String HOST = "127.0.0.1";

    private BrokerSettings() {}

    static Map<String, String> of(BrokerOptions options, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("log.dirs", options.data().toString());
        listening(settings, port, controllerPort);
        alone(settings);
        quick(settings);
        small(settings);
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", String.valueOf(2 * 1024 * 1024 + 64 * 1024));
        settings.putAll(options.overrides());
        return settings;
    }

    static String listener(int port) {
        return "PLAINTEXT://" + HOST + ":" + port;
    }

    private static void listening(Map<String, String> settings, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("listeners", listener(port) + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", listener(port));
    }

    private static void alone(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("unclean.leader.election.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
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

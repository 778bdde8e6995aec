package io.headwater.deploy.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an embedded broker lives and listens.
 *
 * @param data the folder of its log; made and formatted where it is new, continued where it is not
 * @param host the address it listens on, and at which clients are told to connect
 * @param port the port there; 0 takes any free one
 * @param entrance a second port, whose clients are told to connect to a proxy, if there is one
 * @param place its place in a cluster; without one it is alone and its own controller
 * @param overrides broker settings under Kafka's own names, which win over the embedded ones
 */
public record BrokerOptions(
        Path data,
        String host,
        int port,
        Optional<Entrance> entrance,
        Optional<ClusterPlace> place,
        Map<String, String> overrides) {
    public BrokerOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("the broker's port must be 0 (any free one) to 65535, was " + port);
        }
        data = data.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
    }

    /**
     * A second port of this host.
     *
     * @param proxy the port that clients which came in here are told to connect to
     */
    public record Entrance(int port, int proxy) {}

    /** The given folder, any free port, alone, nothing overridden. */
    public static BrokerOptions in(Path data) {
        return new BrokerOptions(data, BrokerSettings.HOST, 0, Optional.empty(), Optional.empty(), Map.of());
    }

    /** The same, listening on the given port. */
    public BrokerOptions on(int listeningPort) {
        return new BrokerOptions(data, host, listeningPort, entrance, place, overrides);
    }

    /** The same on another address of this host: open to whoever reaches that. */
    public BrokerOptions at(String address) {
        return new BrokerOptions(data, address, port, entrance, place, overrides);
    }

    /** The same as one node of a cluster; its start returns once enough others have been started too. */
    public BrokerOptions at(ClusterPlace inCluster) {
        return new BrokerOptions(data, host, port, entrance, Optional.of(inCluster), overrides);
    }

    /** The same with one broker setting overridden. */
    public BrokerOptions with(String setting, String value) {
        Map<String, String> more = new HashMap<>(overrides);
        more.put(setting, value);
        return new BrokerOptions(data, host, port, entrance, place, more);
    }

    /**
     * The same, telling clients to connect to another port of this host: that of a proxy before the broker.
     *
     * <p>A Kafka client uses the address it was given only once, to ask the broker for its address. A proxy is therefore
     * passed by unless the broker names the proxy.
     */
    public BrokerOptions advertising(int proxyPort) {
        return with("advertised.listeners", BrokerSettings.listener(host, proxyPort));
    }

    /** The same with a second port that leads clients to a proxy, while those of the first port come straight. */
    public BrokerOptions andBehindProxy(Entrance second) {
        return new BrokerOptions(data, host, port, Optional.of(second), place, overrides);
    }
}

package io.headwater.deploy.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where an embedded broker lives and listens.
 *
 * @param data the folder of its log; made and formatted where it is new, continued where it is not
 * @param port the port on 127.0.0.1; 0 takes any free one
 * @param overrides broker settings under Kafka's own names, which win over the embedded ones
 */
public record BrokerOptions(Path data, int port, Map<String, String> overrides) {
    public BrokerOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("the broker's port must be 0 (any free one) to 65535, was " + port);
        }
        data = data.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
    }

    /** The given folder, any free port, nothing overridden. */
    public static BrokerOptions in(Path data) {
        return new BrokerOptions(data, 0, Map.of());
    }

    /** The same, listening on the given port. */
    public BrokerOptions on(int listeningPort) {
        return new BrokerOptions(data, listeningPort, overrides);
    }

    /** The same with one broker setting overridden. */
    public BrokerOptions with(String setting, String value) {
        Map<String, String> more = new HashMap<>(overrides);
        more.put(setting, value);
        return new BrokerOptions(data, port, more);
    }

    /**
     * The same, telling clients to connect to another port of this host: that of a proxy before the broker.
     *
     * <p>A Kafka client uses the address it was given only once, to ask the broker for its address. A proxy is therefore
     * passed by unless the broker names the proxy.
     */
    public BrokerOptions advertising(int proxyPort) {
        return with("advertised.listeners", BrokerSettings.listener(proxyPort));
    }
}

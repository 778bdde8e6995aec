package io.headwater.deploy.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Two ports for a broker: where clients reach it and, on 127.0.0.1, where it reaches its own controller.
 *
 * <p>Kafka writes both into its settings before it binds either, so they are looked up first. Between the two moments another
 * process may take one; the broker then tries again with others.
 */
record FreePorts(int broker, int controller) {

    /** Takes any free port for the controller, and the wanted one, or with 0 any free one, for the broker. */
    static FreePorts find(String host, int wanted) {
        try (ServerSocket broker = bind(host, wanted);
                ServerSocket controller = bind(BrokerSettings.HOST, 0)) {
            return new FreePorts(broker.getLocalPort(), controller.getLocalPort());
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Kafka cannot listen on " + host + ":" + wanted
                            + ": the port is in use, or the address is none of this host's; stop what listens there or"
                            + " choose another",
                    e);
        }
    }

    private static ServerSocket bind(String host, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}

package io.headwater.deploy.broker;

import java.net.BindException;
import java.nio.file.Path;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, its own controller, inside this process and reachable from this host only, unless told otherwise.
 *
 * <p>For development, the demo and tests: alone, or one node of a cluster whose others are other processes. Alone it has one
 * replica, so a lost disk is a lost log. It is up when {@code start} returns, and may be closed and started again on the same
 * folder and port.
 *
 * <p>Kafka ends the whole process (exit code 1) at a fault it holds to be fatal, such as a data folder deleted under it: close
 * the broker before its folder goes.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int TRIES = 3;

    private final KafkaRaftServer server;
    private final DataFolder folder;
    private final String host;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, DataFolder folder, String host, int port) {
        this.host = host;
        this.server = server;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a broker on any free port, its log in the given folder. */
    public static EmbeddedBroker start(Path data) {
        return start(BrokerOptions.in(data));
    }

    /**
     * Starts a broker and returns when clients can use it, in 3 to 5 seconds.
     *
     * @throws BrokerStartException where the folder or the port is in use, or the folder is something else's
     */
    public static EmbeddedBroker start(BrokerOptions options) {
        FreePorts ports = FreePorts.find(options.host(), options.port());
        DataFolder folder = DataFolder.open(options.data(), BrokerSettings.place(options, ports.controller()));
        try {
            return start(options, folder, ports, TRIES);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** What clients are configured with: {@code host:port}. Behind a proxy they are given the proxy's address instead. */
    public String bootstrapServers() {
        return host + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Hands over in order and returns when the log is closed: the next start on the folder is then a quick one. */
    @Override
    public void close() {
        stop(server);
        folder.close();
        LOG.info("Kafka stopped on {}", bootstrapServers());
    }

    private static EmbeddedBroker start(BrokerOptions options, DataFolder folder, FreePorts ports, int tries) {
        KafkaRaftServer server = new KafkaRaftServer(
                new KafkaConfig(BrokerSettings.of(options, ports.broker(), ports.controller()), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (Throwable e) { // Scala throws checked exceptions without declaring them.
            stop(server);
            if (causedBy(BindException.class, e) && options.place().isEmpty() && tries > 1) {
                return start(options, folder, FreePorts.find(options.host(), options.port()), tries - 1);
            }
            throw new BrokerStartException("Kafka did not start in " + options.data() + ": " + e.getMessage(), e);
        }
        LOG.info("Kafka listens on {}:{}, its log in {}", options.host(), ports.broker(), options.data());
        return new EmbeddedBroker(server, folder, options.host(), ports.broker());
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    private static boolean causedBy(Class<? extends Throwable> kind, Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .anyMatch(kind::isInstance);
    }
}

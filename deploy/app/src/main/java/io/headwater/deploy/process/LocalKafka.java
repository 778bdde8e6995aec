package io.headwater.deploy.process;

import io.headwater.deploy.broker.BrokerOptions;
import io.headwater.deploy.broker.BrokerStartException;
import io.headwater.deploy.broker.EmbeddedBroker;
import java.nio.file.Path;

/** The Kafka of a command that brings its own. The one class that names the embedded broker, which collector and router lack. */
public final class LocalKafka implements AutoCloseable {
    private final EmbeddedBroker broker;

    private LocalKafka(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /** Starts it on any free port, with its log in the folder {@code kafka} below {@code data}. */
    public static LocalKafka start(Path data, Screen screen, Signals signals) {
        return start(data, "127.0.0.1", 0, "--data", screen, signals);
    }

    /**
     * The same on {@code host} and {@code port}.
     *
     * @param options what chooses another folder or port, for the sentence that says one is taken
     */
    public static LocalKafka start(Path data, String host, int port, String options, Screen screen, Signals signals) {
        BrokerOptions broker = BrokerOptions.in(data.resolve("kafka")).at(host).on(port);
        return screen.during("starting Kafka", () -> signals.await(() -> start(broker, options)));
    }

    private static LocalKafka start(BrokerOptions broker, String options) {
        try {
            return new LocalKafka(EmbeddedBroker.start(broker));
        } catch (BrokerStartException e) {
            throw new CommandFailed(e.getMessage() + " (" + options + ")", e);
        }
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
    }
}

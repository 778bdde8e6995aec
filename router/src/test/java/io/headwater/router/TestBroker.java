package io.headwater.router;

import io.headwater.deploy.broker.EmbeddedBroker;
import io.headwater.event.LoggedEvent;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.TopicSetup;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real broker with the topics of a region, the same for all tests of a run; each test uses a tenant of its own. */
public final class TestBroker implements AutoCloseable {
    static final int PARTITIONS = 4;

    private final EmbeddedBroker broker;
    private final Producing producing;

    /** Hands the broker to tests that ask for it. */
    public static final class Given implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == TestBroker.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(TestBroker.class, each -> new TestBroker(), TestBroker.class);
        }
    }

    private TestBroker() {
        try {
            broker = EmbeddedBroker.start(Files.createTempDirectory("router-it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Vertx vertx = Vertx.vertx();
        RouterConfig config = TestRouter.config(Map.of("HEADWATER_KAFKA_BOOTSTRAP_SERVERS", servers()));
        new TopicSetup(vertx, new KafkaClients(config.kafka())).ensure().await();
        vertx.close().await();
        producing = new Producing(servers());
    }

    public String servers() {
        return broker.bootstrapServers();
    }

    public void append(List<LoggedEvent> events) {
        producing.append(events);
    }

    public void appendRecords(List<ProducerRecord<byte[], byte[]>> records) {
        producing.appendRecords(records);
    }

    @Override
    public void close() {
        producing.close();
        broker.close();
    }
}

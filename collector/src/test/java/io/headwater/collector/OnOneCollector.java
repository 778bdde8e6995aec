package io.headwater.collector;

import io.headwater.deploy.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one collector, and see of Kafka what they sent themselves; at their end it must hold nothing more. */
@ExtendWith(SharedBroker.class)
abstract class OnOneCollector {
    @TempDir
    static Path folder;

    static RunningCollector collector;
    static TopicReader events;
    static TopicReader rejected;

    /** To be called before all tests, with keys of the configuration overridden in the environment. */
    static void startCollector(EmbeddedBroker broker, String... environment) {
        collector = RunningCollector.start(folder, broker.bootstrapServers(), environment);
        events = TopicReader.atEndOf("hw.events", broker.bootstrapServers());
        rejected = TopicReader.atEndOf("hw.rejected", broker.bootstrapServers());
    }

    @AfterAll
    static void stopCollector() {
        try {
            collector.assertAllIsGivenBack();
        } finally {
            events.close();
            rejected.close();
            collector.close();
        }
    }

    @BeforeEach
    void passOverWhatOtherTestsSent() {
        events.received();
        rejected.received();
    }
}

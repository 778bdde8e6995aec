package io.headwater.deploy.process;

import io.headwater.collector.CollectorConfig;
import io.headwater.kafka.KafkaConfig;
import io.headwater.router.RouterConfig;
import java.nio.file.Path;
import java.time.Duration;

/** How the collector and the router run that share one process; their shared keys agree. */
public record Sides(CollectorConfig collector, RouterConfig router) {

    public KafkaConfig kafka() {
        return collector.kafka();
    }

    /** How long each side may take for what is under way when it is told to stop. */
    public Duration drainTimeout() {
        return collector.drain().timeout();
    }

    /** The same with the Kafka at {@code bootstrapServers}. */
    public Sides at(String bootstrapServers) {
        KafkaConfig there = kafka().at(bootstrapServers);
        return new Sides(collector.with(there), router.with(there));
    }

    /** The same with what the collector keeps on disk below {@code data}, unless configured otherwise. */
    public Sides withData(Path data) {
        return new Sides(collector.withData(data), router);
    }
}

package io.headwater.deploy.process;

import io.headwater.collector.Collector;
import io.headwater.config.SourcesConfig;
import io.headwater.router.DestinationsConfig;
import io.headwater.router.EventRouter;
import java.nio.file.Path;

/** The whole configuration of a process that runs both sides. */
public record Configuration(Sides sides, SourcesConfig sources, DestinationsConfig destinations) {

    /** The same with the Kafka at {@code bootstrapServers}. */
    public Configuration at(String bootstrapServers) {
        return new Configuration(sides.at(bootstrapServers), sources, destinations);
    }

    /** The same with what the collector keeps on disk below {@code data}, unless configured otherwise. */
    public Configuration withData(Path data) {
        return new Configuration(sides.withData(data), sources, destinations);
    }

    public Collector newCollector() {
        return new Collector(sides.collector(), sources);
    }

    public EventRouter newRouter() {
        return new EventRouter(sides.router(), sources, destinations);
    }
}

package io.headwater.deploy.process;

import io.headwater.collector.Collector;
import io.headwater.collector.CollectorData;
import io.headwater.config.SourcesConfig;
import io.headwater.router.EventRouter;
import io.headwater.router.RouterData;
import java.nio.file.Path;

/**
 * The whole configuration of a process that runs both sides.
 *
 * @param folder where it was read, and what is data is read again
 */
public record Configuration(ConfigFolder folder, Sides sides, CollectorData data, RouterData routing) {

    /** The same with the Kafka at {@code bootstrapServers}. */
    public Configuration at(String bootstrapServers) {
        return new Configuration(folder, sides.at(bootstrapServers), data, routing);
    }

    /** The same with what the collector keeps on disk below {@code onDisk}, unless configured otherwise. */
    public Configuration withData(Path onDisk) {
        return new Configuration(folder, sides.withData(onDisk), data, routing);
    }

    public SourcesConfig sources() {
        return data.sources();
    }

    public Collector newCollector() {
        return new Collector(sides.collector(), data, folder::data);
    }

    public EventRouter newRouter() {
        return new EventRouter(sides.router(), routing, folder::routing);
    }
}

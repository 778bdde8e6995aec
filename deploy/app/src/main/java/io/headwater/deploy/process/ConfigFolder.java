package io.headwater.deploy.process;

import io.headwater.collector.CollectorConfig;
import io.headwater.collector.CollectorData;
import io.headwater.config.RegionsConfig;
import io.headwater.router.RouterConfig;
import io.headwater.router.RouterData;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A folder of configuration files, read with an environment over them. */
public record ConfigFolder(Path path, Map<String, String> environment) {
    public ConfigFolder {
        environment = Map.copyOf(environment);
    }

    public RegionsConfig regions() {
        return RegionsConfig.read(path, environment);
    }

    /** With the Kafka that its region has by {@code regions}, where it names none itself. */
    public CollectorConfig collector(RegionsConfig regions) {
        CollectorConfig read = CollectorConfig.read(path, environment);
        regions.checkRegion(read.region(), path.resolve("collector.yaml"));
        return read.with(ClusterAddress.in(read.region(), read.kafka(), regions));
    }

    /** With the Kafka that its region has by {@code regions}, where it names none itself. */
    public RouterConfig router(RegionsConfig regions) {
        RouterConfig read = RouterConfig.read(path, environment);
        regions.checkRegion(read.region(), path.resolve("router.yaml"));
        return read.with(ClusterAddress.in(read.region(), read.kafka(), regions));
    }

    /** {@code regions.yaml} and {@code sources.yaml}. */
    public CollectorData data() {
        return data(Set.of());
    }

    /** The same, read from {@code likely} last. */
    public CollectorData data(Set<Path> likely) {
        return CollectorData.read(path, environment, likely);
    }

    /** {@code regions.yaml}, {@code sources.yaml} and {@code destinations.yaml}. */
    public RouterData routing() {
        return RouterData.read(path, environment);
    }

    /** The two files that say how the sides run, in no named region. Fails with everything that is wrong with them. */
    public Sides sides() {
        Reading reading = new Reading();
        Optional<Sides> sides = sides(reading, RegionsConfig.NONE);
        return reading.right(sides);
    }

    /** All five files. Fails with everything that is wrong with any of them. */
    public Configuration all() {
        Reading reading = new Reading();
        Optional<RegionsConfig> regions = reading.read(this::regions);
        if (regions.isEmpty()) {
            reading.wrong(path + ": no other file is looked at, since all speak of regions. Mend that one first");
        }
        return reading.right(regions.flatMap(known -> all(reading, known)));
    }

    private Optional<Configuration> all(Reading reading, RegionsConfig regions) {
        Optional<Sides> sides = sides(reading, regions);
        Optional<CollectorData> data = reading.read(this::data);
        Optional<RouterData> routing = data.flatMap(known -> reading.read(this::routing));
        if (data.isEmpty()) {
            reading.wrong(path.resolve("destinations.yaml")
                    + ": not looked at, since its routes start in sources.yaml. Mend that one first");
        }
        return sides.flatMap(
                ran -> data.flatMap(known -> routing.map(there -> new Configuration(this, ran, known, there))));
    }

    private Optional<Sides> sides(Reading reading, RegionsConfig regions) {
        Optional<CollectorConfig> collector = reading.read(() -> collector(regions));
        Optional<RouterConfig> router = reading.read(() -> router(regions));
        if (collector.isEmpty() || router.isEmpty()) {
            return Optional.empty();
        }
        Sides sides = new Sides(collector.get(), router.get());
        new SharedKeys(path.resolve("collector.yaml"), path.resolve("router.yaml"))
                .disagreements(sides.collector(), sides.router(), "ops")
                .forEach(reading::wrong);
        return Optional.of(sides);
    }
}

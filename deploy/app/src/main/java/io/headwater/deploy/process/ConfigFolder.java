package io.headwater.deploy.process;

import io.headwater.collector.CollectorConfig;
import io.headwater.collector.paths.Dialects;
import io.headwater.collector.rules.Rules;
import io.headwater.config.SourcesConfig;
import io.headwater.router.DestinationsConfig;
import io.headwater.router.RouterConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A folder of configuration files, read with an environment over them. */
public record ConfigFolder(Path path, Map<String, String> environment) {
    public ConfigFolder {
        environment = Map.copyOf(environment);
    }

    public CollectorConfig collector() {
        return CollectorConfig.read(path, environment);
    }

    public RouterConfig router() {
        return RouterConfig.read(path, environment);
    }

    public SourcesConfig sources() {
        SourcesConfig sources = SourcesConfig.read(path, environment);
        Dialects.check(sources, path.resolve("sources.yaml"));
        Rules.check(sources, path.resolve("sources.yaml"));
        return sources;
    }

    /** Fails where a route starts in none of {@code sources}. */
    public DestinationsConfig destinations(SourcesConfig sources) {
        return DestinationsConfig.read(path, environment, sources);
    }

    /** The two files that say how the sides run. Fails with everything that is wrong with them. */
    public Sides sides() {
        Reading reading = new Reading();
        Optional<Sides> sides = sides(reading);
        return reading.right(sides);
    }

    /** All four files. Fails with everything that is wrong with any of them. */
    public Configuration all() {
        Reading reading = new Reading();
        Optional<Sides> sides = sides(reading);
        Optional<SourcesConfig> sources = reading.read(this::sources);
        Optional<DestinationsConfig> destinations = sources.flatMap(known -> reading.read(() -> destinations(known)));
        if (sources.isEmpty()) {
            reading.wrong(path.resolve("destinations.yaml")
                    + ": not looked at, since its routes start in sources.yaml. Mend that one first");
        }
        return reading.right(sides.flatMap(
                ran -> sources.flatMap(known -> destinations.map(there -> new Configuration(ran, known, there)))));
    }

    private Optional<Sides> sides(Reading reading) {
        Optional<CollectorConfig> collector = reading.read(this::collector);
        Optional<RouterConfig> router = reading.read(this::router);
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

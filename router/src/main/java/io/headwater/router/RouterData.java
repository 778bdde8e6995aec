package io.headwater.router;

import io.headwater.config.RegionsConfig;
import io.headwater.config.SourcesConfig;
import io.headwater.event.SourceId;
import io.headwater.reload.Versioned;
import io.headwater.reload.Versions;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.route.Route;
import io.headwater.router.route.RouteTable;
import io.headwater.router.route.Routing;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the router goes by that may change while it runs: {@code regions.yaml}, {@code sources.yaml} and
 * {@code destinations.yaml}.
 *
 * @param sources all there are, by name alone
 * @param version changes with any of these files, but not with a secret they refer to
 */
public record RouterData(Set<SourceId> sources, DestinationsConfig destinations, Set<Path> files, String version)
        implements Versioned {
    public RouterData {
        sources = Set.copyOf(sources);
        files = Set.copyOf(files);
    }

    /** Reads them in {@code folder}; fails with all that is wrong with one of them. */
    public static RouterData read(Path folder, Map<String, String> environment) {
        Set<Path> files = Set.of(
                folder.resolve("regions.yaml"), folder.resolve("sources.yaml"), folder.resolve("destinations.yaml"));
        return Versions.unchanged(files, () -> once(folder, environment, files));
    }

    private static RouterData once(Path folder, Map<String, String> environment, Set<Path> files) {
        RegionsConfig regions = RegionsConfig.read(folder, environment);
        SourcesConfig sources = SourcesConfig.read(folder, environment, regions);
        DestinationsConfig destinations = DestinationsConfig.read(folder, environment, sources);
        Set<SourceId> ids =
                sources.sources().stream().map(SourcesConfig.Source::id).collect(Collectors.toSet());
        return new RouterData(ids, destinations, files, Versions.of(files));
    }

    RouteTable routes() {
        return new RouteTable(destinations.routes());
    }

    /** The sources no route leads anywhere from. */
    List<SourceId> unrouted() {
        Set<SourceId> routed = destinations.routes().stream().map(Route::source).collect(Collectors.toSet());
        return sources.stream().filter(source -> !routed.contains(source)).toList();
    }

    Routing routing() {
        Map<DestinationId, Set<SourceId>> leading = new HashMap<>();
        destinations.destinations().forEach(each -> leading.put(each.id(), new HashSet<>()));
        routes().to(id -> id)
                .forEach((source, to) ->
                        to.forEach(id -> Optional.ofNullable(leading.get(id)).ifPresent(from -> from.add(source))));
        Set<DestinationId> ordered = destinations.destinations().stream()
                .filter(DestinationConfig::isOrdered)
                .map(DestinationConfig::id)
                .collect(Collectors.toSet());
        return new Routing(sources, leading, ordered);
    }
}

package io.headwater.router;

import static io.headwater.config.Checks.check;

import io.headwater.config.ConfigException;
import io.headwater.config.ConfigFile;
import io.headwater.config.SourcesConfig;
import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Objective;
import io.headwater.router.route.Route;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where events go ({@code destinations.yaml}). */
public record DestinationsConfig(List<DestinationConfig> destinations, List<Route> routes) {
    private static final String FILE = "destinations.yaml";
    private static final Set<String> LATER =
            Set.of("destinations[].filter", "destinations[].transform", "routes[].filter", "routes[].transform");
    private static final String ELEMENT = """
            batch: {max: 100, linger: 0ms}
            inFlight: 8
            timeout: 10s
            rateLimit: none
            ordering: none
            objective: {within: 1s, share: 99.9%}
            jurisdiction: any
            allowPrivateAddresses: false
            """;

    public DestinationsConfig {
        destinations = List.copyOf(destinations);
        routes = List.copyOf(routes);
        Set<DestinationId> ids = new HashSet<>();
        for (DestinationConfig destination : destinations) {
            check(ids.add(destination.id()), "destinations", "must each be named once", destination.id());
        }
    }

    /** Reads {@code destinations.yaml} in {@code folder}; its routes start at {@code sources}. */
    public static DestinationsConfig read(Path folder, Map<String, String> environment, SourcesConfig sources) {
        Path file = folder.resolve(FILE);
        DestinationsConfig read =
                new ConfigFile(file, environment, LATER).list("destinations", ELEMENT, DestinationsConfig.class);
        for (int i = 0; i < read.routes().size(); i++) {
            read.checkRoute(read.routes().get(i), new Place(file, "routes[" + i + "]"), sources);
        }
        return read;
    }

    private record Place(Path file, String key) {
        ConfigException wrong(String below, String problem, String mend) {
            return new ConfigException(file.toString(), key + "." + below, problem, mend);
        }
    }

    private void checkRoute(Route route, Place place, SourcesConfig sources) {
        SourceId source = source(route, place);
        List<SourceId> known =
                sources.sources().stream().map(SourcesConfig.Source::id).toList();
        SourcesConfig.Source from = sources.sources().stream()
                .filter(each -> each.id().equals(source))
                .findFirst()
                .orElseThrow(() -> place.wrong(
                        "from",
                        "there is no source " + source + " in sources.yaml",
                        "Sources there: " + listed(known)));
        DestinationId id = new DestinationId(source.tenant(), route.to());
        DestinationConfig destination = destinations.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> place.wrong(
                        "to",
                        "there is no destination " + id + " in " + FILE,
                        "Destinations there: "
                                + listed(destinations.stream()
                                        .map(DestinationConfig::id)
                                        .toList())));
        if (!destination.permits(from.jurisdiction())) {
            throw place.wrong(
                    "to",
                    "destination " + id + " is in '" + destination.jurisdiction() + "', and the events of source "
                            + source + " never leave '" + from.jurisdiction() + "'",
                    "Lead them to a destination there, or mend one of the two jurisdictions");
        }
        if (destination.isOrdered() && !from.ordered()) {
            throw place.wrong(
                    "to",
                    "destination " + id + " asks for order (ordering: key), which source " + source + " does not keep",
                    "Set ordered: true for the source in sources.yaml, or ordering: none for the destination");
        }
    }

    /** What each destination is promised. */
    public Map<DestinationId, Objective> objectives() {
        return destinations.stream().collect(Collectors.toMap(DestinationConfig::id, DestinationConfig::objective));
    }

    private static SourceId source(Route route, Place place) {
        try {
            return route.source();
        } catch (IllegalArgumentException e) {
            throw place.wrong("from", String.valueOf(e.getMessage()), "Write it as acme/web");
        }
    }

    private static String listed(Collection<?> names) {
        Set<String> sorted = names.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
        return sorted.isEmpty() ? "none" : String.join(", ", sorted);
    }
}

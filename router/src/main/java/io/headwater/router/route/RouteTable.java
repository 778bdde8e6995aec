package io.headwater.router.route;

import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which destinations each source's events are owed to. A destination is named once, however many routes lead there. */
public final class RouteTable {
    private final Map<SourceId, Set<DestinationId>> destinations = new HashMap<>();

    public RouteTable(List<Route> routes) {
        for (Route route : routes) {
            SourceId source = route.source();
            destinations
                    .computeIfAbsent(source, each -> new LinkedHashSet<>())
                    .add(new DestinationId(source.tenant(), route.to()));
        }
    }

    /** The same table with whatever stands for a destination in its place. */
    public <T> Map<SourceId, List<T>> to(Function<DestinationId, T> stand) {
        return destinations.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        each -> each.getValue().stream().map(stand).toList()));
    }
}

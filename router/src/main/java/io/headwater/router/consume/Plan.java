package io.headwater.router.consume;

import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Objective;
import io.headwater.router.deliver.Placement;
import io.headwater.router.route.RouteTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a router delivers.
 *
 * @param sources all there are
 * @param destinations all there are
 * @param routes lead to none but these
 * @param stalledAfter a partition with events of which none is settled for so long is stalled
 */
public record Plan(Set<SourceId> sources, List<Placement> destinations, RouteTable routes, Duration stalledAfter) {
    public Plan {
        sources = Set.copyOf(sources);
        destinations = List.copyOf(destinations);
    }

    /** What each destination is promised. */
    Map<DestinationId, Objective> objectives() {
        return destinations.stream()
                .collect(Collectors.toMap(Placement::id, each -> each.config().objective()));
    }

    /** The destinations that ask for order. */
    Set<DestinationId> ordered() {
        return destinations.stream()
                .map(Placement::config)
                .filter(DestinationConfig::isOrdered)
                .map(DestinationConfig::id)
                .collect(Collectors.toSet());
    }
}

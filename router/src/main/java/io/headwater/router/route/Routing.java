package io.headwater.router.route;

import io.headwater.event.SourceId;
import io.headwater.router.deliver.DestinationId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who sends and who gets.
 *
 * @param sources all there are
 * @param leading the sources that lead to each destination there is
 * @param ordered destinations that ask for order
 */
public record Routing(Set<SourceId> sources, Map<DestinationId, Set<SourceId>> leading, Set<DestinationId> ordered) {
    public Routing {
        sources = Set.copyOf(sources);
        Map<DestinationId, Set<SourceId>> copied = new HashMap<>();
        leading.forEach((id, from) -> copied.put(id, Set.copyOf(from)));
        leading = Map.copyOf(copied);
        ordered = Set.copyOf(ordered);
    }

    public Set<DestinationId> destinations() {
        return leading.keySet();
    }

    /** The sources that lead to a destination; none where it is not there. */
    public Set<SourceId> leadingTo(DestinationId destination) {
        return leading.getOrDefault(destination, Set.of());
    }
}

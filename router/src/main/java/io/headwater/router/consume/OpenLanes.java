package io.headwater.router.consume;

import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Placement;
import io.headwater.router.lane.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The lane of each destination there is, and those that have been replaced until nothing of theirs is under way. Lives on the
 * consumer's context.
 */
final class OpenLanes {
    private final Function<Placement, Lane> opening;
    private final Map<DestinationId, Open> open = new HashMap<>();
    private final Set<Lane> retiring = new HashSet<>();

    /** A lane and whose it is. */
    record Open(Placement placement, Lane lane) {}

    /** @param opening opens a lane */
    OpenLanes(Function<Placement, Lane> opening) {
        this.opening = opening;
    }

    Optional<Lane> of(DestinationId destination) {
        return Optional.ofNullable(open.get(destination)).map(Open::lane);
    }

    /** That of a destination there is. */
    Lane the(DestinationId destination) {
        return Objects.requireNonNull(open.get(destination), destination::toString)
                .lane();
    }

    Map<DestinationId, Lane> byDestination() {
        Map<DestinationId, Lane> lanes = new HashMap<>();
        open.forEach((id, each) -> lanes.put(id, each.lane()));
        return lanes;
    }

    /** All that may have attempts under way. */
    List<Lane> all() {
        List<Lane> all = new ArrayList<>(retiring);
        open.values().forEach(each -> all.add(each.lane()));
        return all;
    }

    /** Opens lanes for whoever is new or configured otherwise than before; returns those that are over, to be retired. */
    List<Open> change(List<Placement> destinations) {
        Set<Placement> wanted = new HashSet<>(destinations);
        List<Open> over = new ArrayList<>();
        List.copyOf(open.values()).stream()
                .filter(each -> !wanted.contains(each.placement()))
                .forEach(each -> {
                    open.remove(each.placement().id());
                    over.add(each);
                });
        destinations.stream()
                .filter(each -> !open.containsKey(each.id()))
                .forEach(each -> open.put(each.id(), new Open(each, opening.apply(each))));
        return over;
    }

    /** Retires them; {@code still} is told of each when nothing of it is under way. */
    void retire(List<Open> over, Consumer<Placement> still) {
        for (Open each : over) {
            retiring.add(each.lane());
            each.lane().retire(() -> {
                retiring.remove(each.lane());
                still.accept(each.placement());
            });
        }
    }
}

package io.headwater.router.control;

import io.headwater.router.deliver.DestinationId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What operators have ordered, as far as {@code hw.control} has been read: the latest word on each destination and each
 * replay. Only the last record of a key counts, so that compaction changes nothing: routers that have read equally far know
 * the same.
 */
public final class ControlState {
    public static final ControlState NOTHING = new ControlState(Map.of(), new TreeMap<>());

    private final Map<DestinationId, DestinationOrder> destinations;
    private final SortedMap<String, ReplayOrder> replays;

    private ControlState(Map<DestinationId, DestinationOrder> destinations, SortedMap<String, ReplayOrder> replays) {
        this.destinations = destinations;
        this.replays = replays;
    }

    public DestinationOrder of(DestinationId destination) {
        return destinations.getOrDefault(destination, DestinationOrder.NONE);
    }

    /** By id, which begins with the time a replay was ordered at. */
    public SortedMap<String, ReplayOrder> replays() {
        return Collections.unmodifiableSortedMap(replays);
    }

    public Optional<ReplayOrder> replay(String id) {
        return Optional.ofNullable(replays.get(id));
    }

    ControlState with(DestinationId id, DestinationOrder order) {
        Map<DestinationId, DestinationOrder> others = new HashMap<>(destinations);
        others.put(id, order);
        return new ControlState(others, replays);
    }

    ControlState with(ReplayOrder order) {
        SortedMap<String, ReplayOrder> others = new TreeMap<>(replays);
        others.put(order.id(), order);
        return new ControlState(destinations, others);
    }

    ControlState without(String replay) {
        SortedMap<String, ReplayOrder> others = new TreeMap<>(replays);
        others.remove(replay);
        return new ControlState(destinations, others);
    }
}

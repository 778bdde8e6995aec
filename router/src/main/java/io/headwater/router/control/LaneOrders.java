package io.headwater.router.control;

import io.headwater.router.deliver.DestinationId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Makes the lanes of this router do what is ordered: compares what was ordered last with what is ordered now. */
final class LaneOrders {
    private final LaneControl lanes;
    private final Map<DestinationId, DestinationOrder> done = new HashMap<>();

    LaneOrders(LaneControl lanes) {
        this.lanes = lanes;
    }

    /** The destination has a new lane, which has done nothing yet. */
    void opened(DestinationId destination) {
        done.remove(destination);
    }

    void apply(Collection<DestinationId> destinations, ControlState state) {
        for (DestinationId id : destinations) {
            DestinationOrder order = state.of(id);
            DestinationOrder before = done.getOrDefault(id, DestinationOrder.NONE);
            done.put(id, order);
            if (!order.skipBefore().equals(before.skipBefore())
                    && order.skipBefore().isPresent()) {
                lanes.skip(id);
            }
            if (order.paused().isPresent() && before.paused().isEmpty()) {
                lanes.pause(id);
            } else if (order.paused().isEmpty() && before.paused().isPresent()) {
                lanes.resume(id);
            }
        }
    }
}

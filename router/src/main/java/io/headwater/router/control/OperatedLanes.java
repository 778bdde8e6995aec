package io.headwater.router.control;

import io.headwater.router.consume.Operated;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Lane;
import io.headwater.router.lane.LaneState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The lanes of this router as operators see and steer them, on the context they live on. */
public final class OperatedLanes implements Operated {
    private final Supplier<ControlState> ordered;
    private final LaneOrders orders = new LaneOrders(new Steering());
    private volatile Optional<Open> open = Optional.empty();

    private record Open(Context context, Map<DestinationId, Lane> lanes) {}

    /**
     * @param ordered what is ordered now
     */
    public OperatedLanes(Supplier<ControlState> ordered) {
        this.ordered = ordered;
    }

    @Override
    public void opened(Map<DestinationId, Lane> lanes) {
        Map<DestinationId, Lane> before = open.map(Open::lanes).orElse(Map.of());
        lanes.forEach((id, lane) -> {
            if (before.get(id) != lane) {
                orders.opened(id);
            }
        });
        open = Optional.of(new Open(Vertx.currentContext(), Map.copyOf(lanes)));
        orders.apply(lanes.keySet(), ordered.get());
        follow();
    }

    @Override
    public boolean skips(DestinationId destination, long appendedAt) {
        return ordered.get().of(destination).skips(appendedAt);
    }

    /** Something else is ordered than before. */
    public void follow() {
        open.ifPresent(each -> each.context()
                .runOnContext(
                        next -> open.ifPresent(now -> orders.apply(now.lanes().keySet(), ordered.get()))));
    }

    /** How the lanes stand; empty while they are not open. */
    public Future<Map<DestinationId, LaneState>> states() {
        Promise<Map<DestinationId, LaneState>> states = Promise.promise();
        open.ifPresentOrElse(
                each -> each.context()
                        .runOnContext(
                                next -> states.complete(states(open.orElse(each).lanes()))),
                () -> states.complete(Map.of()));
        return states.future();
    }

    private static Map<DestinationId, LaneState> states(Map<DestinationId, Lane> lanes) {
        Map<DestinationId, LaneState> states = new TreeMap<>(Comparator.comparing(DestinationId::toString));
        lanes.forEach((id, lane) -> states.put(id, lane.state()));
        return states;
    }

    private final class Steering implements LaneControl {
        @Override
        public void pause(DestinationId destination) {
            lane(destination).pause();
        }

        @Override
        public void resume(DestinationId destination) {
            lane(destination).resume();
        }

        @Override
        public void skip(DestinationId destination) {
            lane(destination).skip();
        }

        private Lane lane(DestinationId destination) {
            return open.map(each -> each.lanes().get(destination)).orElseThrow();
        }
    }
}

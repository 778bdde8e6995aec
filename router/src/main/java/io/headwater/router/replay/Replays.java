package io.headwater.router.replay;

import io.headwater.router.control.ControlLog;
import io.headwater.router.control.ControlState;
import io.headwater.router.control.ReplayOrder;
import io.headwater.router.route.Routing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs this router's part of every replay that is ordered, for as long as it is. */
public final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final ControlLog control;
    private final Supplier<Routing> routing;
    private final ReplayRun.Means means;
    private final Map<String, ReplayRun> running = new HashMap<>();
    private boolean stopped;

    /**
     * @param routing as it stands whenever it is asked for
     */
    public Replays(ControlLog control, Supplier<Routing> routing, ReplayRun.Means means) {
        this.control = control;
        this.routing = routing;
        this.means = means;
    }

    /** The group in which routers share a replay. */
    public static String group(String group, String replay) {
        return group + ".replay." + replay;
    }

    /** Starts what is to run and does not, stops what is not to run any more. */
    public synchronized void follow(ControlState state) {
        Set<String> wanted = new HashSet<>();
        state.replays().values().stream()
                .filter(order -> order.state() == ReplayOrder.State.RUNNING && !stopped)
                .filter(order ->
                        routing.get().destinations().contains(order.scope().destination()))
                .forEach(order -> {
                    wanted.add(order.id());
                    running.computeIfAbsent(order.id(), id -> start(order));
                });
        running.entrySet().removeIf(each -> {
            boolean over = !wanted.contains(each.getKey());
            if (over) {
                LOG.info("Replay {} is {} here", each.getKey(), word(state, each.getKey()));
                each.getValue().stop();
            }
            return over;
        });
    }

    public synchronized void stop() {
        stopped = true;
        running.values().forEach(ReplayRun::stop);
        running.clear();
    }

    private ReplayRun start(ReplayOrder order) {
        LOG.info("Replay {} for {} runs here", order.id(), order.scope().destination());
        ReplayScope scope = new ReplayScope(
                order.scope(), routing.get().leadingTo(order.scope().destination()));
        ReplayRun run = new ReplayRun(order, scope, means, copied -> finish(order.id(), copied));
        run.start();
        return run;
    }

    private void finish(String id, long copied) {
        control.change(id, order -> order.state() == ReplayOrder.State.RUNNING ? order.done(copied) : order)
                .onSuccess(done -> LOG.info("Replay {} is done: {} events are in the backlog", id, copied))
                .onFailure(
                        error -> LOG.warn("That replay {} is done could not be written; it is tried again", id, error));
    }

    private static String word(ControlState state, String id) {
        return Optional.ofNullable(state.replays().get(id))
                .map(order -> order.state().word())
                .orElse("forgotten");
    }
}

package io.headwater.router.operate;

import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.router.control.ControlLog;
import io.headwater.router.control.DestinationOrder;
import io.headwater.router.control.OperatedLanes;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.LaneState;
import io.headwater.router.route.Routing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/destinations}: how each stands, and pausing, resuming and skipping one. */
final class DestinationCalls {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationCalls.class);

    private final Supplier<Routing> routing;
    private final ControlLog control;
    private final OperatedLanes lanes;
    private final Backlogs backlogs;
    private final MeterRegistry meters;
    private final Clock clock = Clock.systemUTC();

    DestinationCalls(
            Supplier<Routing> routing,
            ControlLog control,
            OperatedLanes lanes,
            Backlogs backlogs,
            MeterRegistry meters) {
        this.routing = routing;
        this.control = control;
        this.lanes = lanes;
        this.backlogs = backlogs;
        this.meters = meters;
    }

    Future<OpsAnswer> list(OpsRequest request) {
        request.knowing();
        Future<Map<DestinationId, LaneState>> states = lanes.states();
        /* How the lanes stand is worth knowing just when Kafka does not answer. */
        Future<Map<DestinationId, Backlogs.Backlog>> waiting = backlogs.of(
                        routing.get().destinations())
                .onFailure(error -> LOG.warn("How much waits for the destinations cannot be seen", error))
                .otherwise(Map.of());
        return Future.all(states, waiting).map(all -> {
            JsonArray listed = new JsonArray();
            states.result()
                    .forEach((id, state) -> listed.add(shown(
                            id, state, Optional.ofNullable(waiting.result().get(id)))));
            return OpsAnswer.ok(new JsonObject().put("destinations", listed));
        });
    }

    private JsonObject shown(DestinationId id, LaneState state, Optional<Backlogs.Backlog> waiting) {
        JsonObject json = new JsonObject()
                .put("destination", id.toString())
                .put("state", state.word())
                .put("reason", state.reason())
                .put("mend", state.mend())
                .put("held", state.held())
                .put("inFlight", state.inFlight())
                .put("limit", state.limit())
                .put("delivered", counted("headwater.delivered", id))
                .put("dead", counted("headwater.dead", id));
        waiting.ifPresent(backlog -> json.put("backlog", backlog.events()));
        waiting.flatMap(Backlogs.Backlog::oldest).ifPresent(moment -> json.put("oldest", moment.toString()));
        state.nextProbe().ifPresent(moment -> json.put("nextProbe", moment.toString()));
        DestinationOrder order = control.state().of(id);
        order.paused()
                .ifPresent(pause -> json.put(
                        "paused",
                        new JsonObject()
                                .put("by", pause.by())
                                .put("at", pause.at().toString())
                                .put("note", pause.note())));
        order.skipBefore().ifPresent(moment -> json.put("skippedBefore", moment.toString()));
        return json;
    }

    private long counted(String meter, DestinationId id) {
        return Math.round(meters.find(meter).tag("destination", id.toString()).counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    Future<OpsAnswer> pause(OpsRequest request) {
        DestinationId id = known(request.knowing("by", "note"));
        String by = Callers.name(request);
        DestinationOrder.Pause pause =
                new DestinationOrder.Pause(by, clock.instant(), request.shortText("note", Callers.MOST_NOTE));
        return control.pause(id, pause).map(state -> {
            LOG.info("{} is paused by {}: its events wait in its backlog", id, by);
            return done(id);
        });
    }

    Future<OpsAnswer> resume(OpsRequest request) {
        DestinationId id = known(request.knowing("by"));
        String by = Callers.name(request);
        boolean paused = control.state().of(id).paused().isPresent();
        return control.resume(id).map(state -> {
            LOG.info("{} is resumed by {}", id, by);
            return OpsAnswer.ok(done(id).body().put("wasPaused", paused));
        });
    }

    /** Says how many; a dry run does no more than that. */
    Future<OpsAnswer> skip(OpsRequest request) {
        DestinationId id = known(request.knowing("by", "dryRun"));
        String by = Callers.name(request);
        boolean dryRun = request.is("dryRun");
        Future<Map<DestinationId, LaneState>> states = lanes.states();
        Future<Map<DestinationId, Backlogs.Backlog>> waiting = backlogs.of(Set.of(id));
        return Future.all(states, waiting).compose(all -> {
            long held = Optional.ofNullable(states.result().get(id))
                    .map(LaneState::held)
                    .orElse(0);
            long backlog =
                    waiting.result().getOrDefault(id, Backlogs.Backlog.NONE).events();
            JsonObject counts =
                    done(id).body().put("held", held).put("backlog", backlog).put("dryRun", dryRun);
            return dryRun
                    ? Future.succeededFuture(OpsAnswer.ok(counts))
                    : control.skip(id).map(state -> {
                        LOG.info(
                                "{} skips what it is owed so far, by {}: about {} become dead letters",
                                id,
                                by,
                                held + backlog);
                        return OpsAnswer.ok(counts);
                    });
        });
    }

    private static OpsAnswer done(DestinationId id) {
        return OpsAnswer.ok(new JsonObject().put("destination", id.toString()));
    }

    private DestinationId known(OpsRequest request) {
        return known(
                new DestinationId(request.in("tenant"), request.in("name")),
                routing.get().destinations());
    }

    /** The destination, refused where it is not configured. */
    static DestinationId known(DestinationId id, Set<DestinationId> destinations) {
        if (!destinations.contains(id)) {
            String there =
                    destinations.stream()
                            .map(DestinationId::toString)
                            .collect(Collectors.toCollection(TreeSet::new))
                            .stream()
                            .limit(20)
                            .collect(Collectors.joining(", "));
            throw OpsRefusal.unknown("There is no destination " + Callers.shown(id.toString())
                    + ". Configured in destinations.yaml: " + (there.isEmpty() ? "none" : there));
        }
        return id;
    }
}

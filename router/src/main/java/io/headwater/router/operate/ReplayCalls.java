package io.headwater.router.operate;

import io.headwater.event.SourceId;
import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.LogReaders;
import io.headwater.ops.OpsAnswer;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.router.control.ControlLog;
import io.headwater.router.control.ControlState;
import io.headwater.router.control.ReplayOrder;
import io.headwater.router.replay.ReplayConfig;
import io.headwater.router.replay.ReplayPlan;
import io.headwater.router.replay.ReplayProgress;
import io.headwater.router.replay.Replays;
import io.headwater.router.route.Routing;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/replays}: what a replay would do, starting one, and how far each is. */
final class ReplayCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayCalls.class);
    private static final int MOST_OVER = 100;
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final ReplayConfig config;
    private final Supplier<Routing> routing;
    private final ControlLog control;
    private final LogReaders readers;
    private final Progress progress;
    private final Clock clock = Clock.systemUTC();
    private final ReplayWish wish;

    /** Where the commits of replays are to be found. */
    record Progress(LogAdmin admin, String group) {
        Future<ReplayProgress> of(ReplayOrder order) {
            return admin.committed(Replays.group(group, order.id())).map(commits -> ReplayProgress.of(order, commits));
        }
    }

    ReplayCalls(
            ReplayConfig config, Supplier<Routing> routing, ControlLog control, LogReaders readers, Progress progress) {
        this.config = config;
        this.routing = routing;
        this.control = control;
        this.readers = readers;
        this.progress = progress;
        this.wish = new ReplayWish(config, routing, clock);
    }

    Future<OpsAnswer> list(OpsRequest request) {
        request.knowing();
        List<Future<JsonObject>> shown = new ArrayList<>();
        control.state().replays().values().forEach(order -> shown.add(shown(order)));
        return Future.all(shown)
                .map(all -> OpsAnswer.ok(new JsonObject()
                        .put(
                                "replays",
                                new JsonArray(shown.stream().map(Future::result).toList()))));
    }

    Future<OpsAnswer> start(OpsRequest request) {
        request.knowing("destination", "from", "to", "rate", "sources", "dryRun", "by");
        ReplayOrder.Scope scope = wish.scope(request);
        int rate = wish.rate(request);
        return request.is("dryRun") ? plan(scope, rate) : start(request, scope, rate);
    }

    private Future<OpsAnswer> plan(ReplayOrder.Scope scope, int rate) {
        Set<SourceId> sources = routing.get().leadingTo(scope.destination());
        return readers.read("headwater-replay-plan", reader -> ReplayPlan.of(reader, scope, sources))
                .map(plan -> OpsAnswer.ok(json(scope, rate)
                        .put("range", plan.range())
                        .put("events", plan.events())
                        .put("bytes", plan.bytes())
                        .put("exact", plan.exact())
                        .put("seconds", (plan.events() + rate - 1) / rate)
                        .put("dryRun", true)));
    }

    private Future<OpsAnswer> start(OpsRequest request, ReplayOrder.Scope scope, int rate) {
        long open = control.state().replays().values().stream()
                .filter(each -> !each.state().isOver())
                .count();
        if (open >= config.atOnce()) {
            throw OpsRefusal.conflict(open + " replays are going on or paused already (router.yaml replay.atOnce="
                    + config.atOnce() + "). Cancel one, or wait until one is done");
        }
        ReplayOrder.By by = new ReplayOrder.By(Callers.name(request), clock.instant());
        String id = ID.format(by.at()) + "-"
                + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36, 36 * 36 * 36), 36);
        return readers.read("headwater-replay-plan", reader -> ReplayPlan.ranges(reader, scope.from(), scope.to()))
                .compose(ranges -> control.put(order(id, scope, rate, ranges, by)))
                .onSuccess(state -> forgetOld(state))
                .compose(state -> {
                    LOG.info("Replay {} for {} is ordered by {}", id, scope.destination(), by.name());
                    return state.replay(id)
                            .map(this::shown)
                            .orElseGet(() -> Future.succeededFuture(new JsonObject().put("id", id)));
                })
                .map(json -> new OpsAnswer(201, json));
    }

    private static ReplayOrder order(
            String id,
            ReplayOrder.Scope scope,
            int rate,
            SortedMap<Integer, ReplayOrder.Range> ranges,
            ReplayOrder.By by) {
        if (ranges.isEmpty()) {
            throw OpsRefusal.conflict("hw.events holds nothing from " + scope.from() + " to " + scope.to()
                    + ". What it holds goes back as far as kafka.topics.retention.events");
        }
        return new ReplayOrder(id, scope, rate, ranges, ReplayOrder.State.RUNNING, by, 0);
    }

    private void forgetOld(ControlState state) {
        List<ReplayOrder> over = state.replays().values().stream()
                .filter(each -> each.state().isOver())
                .toList();
        over.stream()
                .limit(Math.max(0, over.size() - MOST_OVER))
                .forEach(each -> control.forget(each.id())
                        .onFailure(
                                error -> LOG.warn("Replay {} is over and could not be forgotten", each.id(), error)));
    }

    Future<OpsAnswer> pause(OpsRequest request) {
        return change(request, ReplayOrder.State.PAUSED);
    }

    Future<OpsAnswer> resume(OpsRequest request) {
        return change(request, ReplayOrder.State.RUNNING);
    }

    Future<OpsAnswer> cancel(OpsRequest request) {
        return change(request, ReplayOrder.State.CANCELLED);
    }

    private Future<OpsAnswer> change(OpsRequest request, ReplayOrder.State to) {
        request.knowing("by");
        String id = request.in("id");
        String by = Callers.name(request);
        ReplayOrder order = control.state()
                .replay(id)
                .orElseThrow(() ->
                        OpsRefusal.unknown("There is no replay " + Callers.shown(id) + ". List them to see which are"));
        if (order.state().isOver() && order.state() != to) {
            throw OpsRefusal.conflict(
                    "Replay " + id + " is " + order.state().word() + ". Start another for the same time range");
        }
        return control.change(id, now -> now.in(to)).compose(state -> {
            LOG.info("Replay {} is {} by {}", id, to.word(), by);
            return shown(state.replay(id).orElse(order)).map(OpsAnswer::ok);
        });
    }

    private Future<JsonObject> shown(ReplayOrder order) {
        JsonObject json = json(order.scope(), order.rate())
                .put("id", order.id())
                .put("state", order.state().word())
                .put("range", order.size())
                .put("by", order.by().name())
                .put("at", order.by().at().toString());
        if (order.state() == ReplayOrder.State.DONE) {
            return Future.succeededFuture(json.put("read", order.size()).put("copied", order.copied()));
        }
        return progress.of(order).map(far -> json.put("read", far.read()).put("copied", far.copied()));
    }

    private static JsonObject json(ReplayOrder.Scope scope, int rate) {
        JsonArray sources = new JsonArray();
        scope.sources().stream().map(SourceId::toString).sorted().forEach(sources::add);
        return new JsonObject()
                .put("destination", scope.destination().toString())
                .put("from", scope.from().toString())
                .put("to", scope.to().toString())
                .put("sources", sources)
                .put("rate", rate);
    }
}

package io.headwater.router.consume;

import io.headwater.event.SourceId;
import io.headwater.kafka.Topics;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Placement;
import io.headwater.router.duplicates.Duplicates;
import io.headwater.router.gaps.SdkGaps;
import io.headwater.router.lane.Lane;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups that routers read in, whose names begin with {@code consume.group}:
 * <pre>
 *   &lt;group&gt;                        hw.events                for every destination without an order
 *   &lt;group&gt;.&lt;tenant&gt;.&lt;destination&gt; hw.events                for one destination that asks for order
 *   &lt;group&gt;.retry                  hw.retry.*
 *   &lt;group&gt;.backlog                hw.backlog.*             also of destinations that are no longer configured
 * </pre>
 */
final class Groups {
    private static final Logger LOG = LoggerFactory.getLogger(Groups.class);

    private final String group;
    private final Readings readings;
    private final OpenLanes lanes;
    private final Offering offering;
    private final Undeliverable undeliverable;
    private final Function<String, Duplicates> duplicates;
    private final FreshArrivals fresh;
    private final Map<DestinationId, Ordered> ordered = new LinkedHashMap<>();
    private final Set<String> backlogs = new HashSet<>();
    private final List<Future<Reading>> shared = new ArrayList<>();
    private Optional<Future<Reading>> backlog = Optional.empty();
    private volatile List<Future<Reading>> all = List.of();

    /** What one destination that asks for order reads. */
    private record Ordered(OrderedArrivals arrivals, Future<Reading> reading) {}

    /** @param duplicates what recognises repeated events in the reading of that name */
    Groups(
            String group,
            Readings readings,
            OpenLanes lanes,
            Offering offering,
            Undeliverable undeliverable,
            Function<String, Duplicates> duplicates,
            SdkGaps gaps,
            Newcomers newcomers) {
        this.group = group;
        this.readings = readings;
        this.lanes = lanes;
        this.offering = offering;
        this.undeliverable = undeliverable;
        this.duplicates = duplicates;
        this.fresh = new FreshArrivals(
                offering, undeliverable, readings.meters("events"), duplicates.apply("events"), gaps, newcomers);
    }

    static String backlog(String group) {
        return group + ".backlog";
    }

    /** Whether every group has let this router in; asked by any thread. */
    boolean haveJoined() {
        List<Future<Reading>> now = all;
        return !now.isEmpty()
                && now.stream()
                        .allMatch(each -> each.succeeded() && each.result().hasJoined());
    }

    /**
     * Joins them all.
     *
     * @param topics all that stand in Kafka
     * @return the reading for everybody
     */
    Future<Reading> join(Plan plan, Set<String> topics) {
        topics.stream()
                .filter(each -> ParkedRecord.destination(each).isPresent())
                .forEach(backlogs::add);
        lead(plan);
        Future<Reading> events = readings.open("events", group, Set.of(Topics.EVENTS), fresh);
        shared.add(events);
        plan.ordered().forEach(id -> open(id, plan, Future.succeededFuture()));
        Set<String> delays =
                topics.stream().filter(each -> Topics.delay(each).isPresent()).collect(Collectors.toSet());
        if (!delays.isEmpty()) {
            shared.add(readings.open("retry", group + ".retry", delays, delayed()));
        }
        readBacklogs(plan);
        remember();
        return Future.all(all).compose(joined -> events);
    }

    /**
     * Leads events by another plan from now on. Destinations that stand there as before are not touched.
     *
     * @param over lanes that are over, to be retired
     * @param still is told of each when nothing of it is under way
     */
    void change(Plan plan, List<OpenLanes.Open> over, Consumer<Placement> still) {
        Map<DestinationId, Promise<Void>> ends = new HashMap<>();
        Map<DestinationId, Future<Void>> closed = new HashMap<>();
        over.stream()
                .map(each -> each.placement().id())
                .forEach(id -> Optional.ofNullable(ordered.remove(id)).ifPresent(reading -> {
                    Promise<Void> end = Promise.promise();
                    reading.reading().onSuccess(Reading::stop);
                    ends.put(id, end);
                    closed.put(id, end.future().compose(done -> close(reading)));
                }));
        lead(plan);
        lanes.retire(over, placement -> {
            Optional.ofNullable(ends.get(placement.id())).ifPresent(Promise::complete);
            still.accept(placement);
        });
        for (DestinationId id : plan.ordered()) {
            Optional.ofNullable(ordered.get(id))
                    .ifPresentOrElse(
                            there -> there.arrivals().lead(leading(id, plan)),
                            () -> open(id, plan, closed.getOrDefault(id, Future.succeededFuture())));
        }
        readBacklogs(plan);
        remember();
    }

    private void remember() {
        List<Future<Reading>> now = new ArrayList<>(shared);
        ordered.values().forEach(each -> now.add(each.reading()));
        backlog.ifPresent(now::add);
        all = List.copyOf(now);
    }

    private void lead(Plan plan) {
        Set<DestinationId> inOrder = plan.ordered();
        Map<SourceId, Map<DestinationId, Lane>> to = new HashMap<>();
        Map<SourceId, List<DestinationId>> awaited = new HashMap<>();
        plan.routes().to(id -> id).forEach((source, destinations) -> {
            Map<DestinationId, Lane> here = new LinkedHashMap<>();
            destinations.stream().filter(id -> !inOrder.contains(id)).forEach(id -> here.put(id, lanes.the(id)));
            to.put(source, here);
            awaited.put(source, destinations.stream().filter(inOrder::contains).toList());
        });
        fresh.lead(plan.sources(), to, awaited);
    }

    /* The reading of the lane before, if there was one, has left the group first. */
    private void open(DestinationId id, Plan plan, Future<Void> before) {
        OrderedArrivals arrivals = new OrderedArrivals(
                id, lanes.the(id), offering, readings.meters("ordered"), duplicates.apply(id.toString()));
        arrivals.lead(leading(id, plan));
        String own = group + "." + id.tenant() + "." + id.name();
        Future<Reading> reading = before.transform(
                        left -> readings.open("ordered", own, Set.of(Topics.EVENTS), arrivals))
                .onFailure(error -> LOG.error("{} cannot be read", own, error));
        ordered.put(id, new Ordered(arrivals, reading));
    }

    private Future<Void> close(Ordered of) {
        return of.reading().compose(readings::close);
    }

    private static Set<SourceId> leading(DestinationId destination, Plan plan) {
        return plan.routes().to(id -> id).entrySet().stream()
                .filter(each -> each.getValue().contains(destination))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /* Backlogs of destinations that are gone are read on, to become dead letters. */
    private void readBacklogs(Plan plan) {
        Set<String> more = plan.destinations().stream()
                .map(each -> ParkedRecord.topic(each.id()))
                .filter(backlogs::add)
                .collect(Collectors.toSet());
        if (backlogs.isEmpty() || (backlog.isPresent() && more.isEmpty())) {
            return;
        }
        Set<String> topics = Set.copyOf(backlogs);
        backlog = Optional.of(backlog.map(reading ->
                        reading.compose(there -> there.subscribe(topics).map(there)))
                .orElseGet(() -> readings.open("backlog", backlog(group), topics, parked())));
    }

    private Arrivals delayed() {
        return new DelayedArrivals(lanes, offering, undeliverable, readings.meters("retry"), Clock.systemUTC());
    }

    private Arrivals parked() {
        return new ParkedArrivals(lanes, offering, undeliverable, readings.meters("backlog"));
    }
}

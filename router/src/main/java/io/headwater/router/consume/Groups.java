package io.headwater.router.consume;

import io.headwater.event.SourceId;
import io.headwater.kafka.Topics;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.duplicates.Duplicates;
import io.headwater.router.gaps.SdkGaps;
import io.headwater.router.lane.Lane;
import io.headwater.router.route.RouteTable;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    private final String group;
    private final Readings readings;
    private final Map<DestinationId, Lane> lanes;
    private final Map<SourceId, List<DestinationId>> routes;
    private final Offering offering;
    private final Undeliverable undeliverable;
    private final Function<String, Duplicates> duplicates;
    private final SdkGaps gaps;

    /** @param duplicates what recognises repeated events in the reading of that name */
    Groups(
            String group,
            Readings readings,
            Map<DestinationId, Lane> lanes,
            RouteTable routes,
            Offering offering,
            Undeliverable undeliverable,
            Function<String, Duplicates> duplicates,
            SdkGaps gaps) {
        this.group = group;
        this.readings = readings;
        this.lanes = Map.copyOf(lanes);
        this.routes = routes.to(id -> id);
        this.offering = offering;
        this.undeliverable = undeliverable;
        this.duplicates = duplicates;
        this.gaps = gaps;
    }

    static String backlog(String group) {
        return group + ".backlog";
    }

    /**
     * Joins them all.
     *
     * @param ordered destinations that ask for order
     * @param topics all that stand in Kafka
     */
    Future<List<Reading>> join(Set<DestinationId> ordered, Set<String> topics) {
        List<Future<Reading>> joined = new ArrayList<>();
        joined.add(readings.open("events", group, Set.of(Topics.EVENTS), fresh(ordered)));
        ordered.forEach(each -> joined.add(readings.open(
                "ordered", group + "." + each.tenant() + "." + each.name(), Set.of(Topics.EVENTS), ordered(each))));
        delayTopics(topics)
                .ifPresent(delays -> joined.add(readings.open("retry", group + ".retry", delays, delayed())));
        backlogTopics(topics)
                .ifPresent(backlogs -> joined.add(readings.open("backlog", backlog(group), backlogs, parked())));
        return Future.all(joined).map(all -> joined.stream().map(Future::result).toList());
    }

    private Arrivals fresh(Set<DestinationId> ordered) {
        Map<SourceId, Map<DestinationId, Lane>> to = new HashMap<>();
        Map<SourceId, List<DestinationId>> awaited = new HashMap<>();
        routes.forEach((source, destinations) -> {
            Map<DestinationId, Lane> here = new LinkedHashMap<>();
            destinations.stream().filter(id -> !ordered.contains(id)).forEach(id -> here.put(id, lane(id)));
            to.put(source, here);
            awaited.put(source, destinations.stream().filter(ordered::contains).toList());
        });
        return new FreshArrivals(
                to, awaited, offering, undeliverable, readings.meters("events"), duplicates.apply("events"), gaps);
    }

    private Arrivals ordered(DestinationId destination) {
        Set<SourceId> sources = routes.entrySet().stream()
                .filter(each -> each.getValue().contains(destination))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new OrderedArrivals(
                destination,
                lane(destination),
                sources,
                offering,
                readings.meters("ordered"),
                duplicates.apply(destination.toString()));
    }

    private Arrivals delayed() {
        return new DelayedArrivals(lanes, offering, undeliverable, readings.meters("retry"), Clock.systemUTC());
    }

    private Arrivals parked() {
        return new ParkedArrivals(lanes, offering, undeliverable, readings.meters("backlog"));
    }

    private Lane lane(DestinationId destination) {
        return Objects.requireNonNull(lanes.get(destination), destination::toString);
    }

    private static Optional<Set<String>> delayTopics(Set<String> topics) {
        return some(
                topics.stream().filter(each -> Topics.delay(each).isPresent()).collect(Collectors.toSet()));
    }

    private Optional<Set<String>> backlogTopics(Set<String> topics) {
        Set<String> backlogs = new HashSet<>();
        lanes.keySet().forEach(each -> backlogs.add(ParkedRecord.topic(each)));
        topics.stream()
                .filter(each -> ParkedRecord.destination(each).isPresent())
                .forEach(backlogs::add);
        return some(backlogs);
    }

    private static Optional<Set<String>> some(Set<String> topics) {
        return topics.isEmpty() ? Optional.empty() : Optional.of(topics);
    }
}

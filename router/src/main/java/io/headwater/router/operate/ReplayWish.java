package io.headwater.router.operate;

import io.headwater.event.SourceId;
import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import io.headwater.router.control.ReplayOrder;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.replay.ReplayConfig;
import io.headwater.router.route.Routing;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the call that starts a replay asks for.
 *
 * @param routing as it stands whenever it is asked for
 */
record ReplayWish(ReplayConfig config, Supplier<Routing> routing, Clock clock) {
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final int MOST_SOURCES = 50;

    /** Which events, refused where that cannot be. */
    ReplayOrder.Scope scope(OpsRequest request) {
        DestinationId destination = DestinationCalls.known(
                DeadLetterCalls.destination(request.required("destination")),
                routing.get().destinations());
        Instant now = clock.instant();
        Instant from = Times.parse("from", request.required("from"), now);
        Instant to = Times.of(request, "to", now).orElse(now);
        if (!from.isBefore(to)) {
            throw OpsRefusal.wrong("from must be before to; from is " + from + ", to is " + to);
        }
        if (to.isAfter(now.plus(AHEAD))) {
            throw OpsRefusal.wrong(
                    "to must not lie in the future, was " + to + ". A replay delivers what is there already");
        }
        return new ReplayOrder.Scope(destination, from, to, sources(request, destination));
    }

    private Set<SourceId> sources(OpsRequest request, DestinationId destination) {
        Set<SourceId> leadThere = routing.get().leadingTo(destination);
        Set<SourceId> sources =
                texts(request).map(text -> source(text, leadThere, destination)).collect(Collectors.toSet());
        if (leadThere.isEmpty()) {
            throw OpsRefusal.conflict("No route leads to " + destination + ". Add one to destinations.yaml");
        }
        return sources;
    }

    private static Stream<String> texts(OpsRequest request) {
        Object value = request.arguments().getValue("sources");
        if (value == null) {
            return Stream.empty();
        }
        boolean texts = value instanceof JsonArray array
                && array.size() <= MOST_SOURCES
                && array.stream().allMatch(String.class::isInstance);
        if (!texts) {
            throw OpsRefusal.wrong("sources must be a list of at most " + MOST_SOURCES + " texts such as acme/web");
        }
        return ((JsonArray) value).stream().map(String.class::cast);
    }

    private static SourceId source(String text, Set<SourceId> leadThere, DestinationId destination) {
        Optional<SourceId> known =
                leadThere.stream().filter(each -> each.toString().equals(text)).findFirst();
        return known.orElseThrow(() -> OpsRefusal.unknown("No route leads from " + Callers.shown(text) + " to "
                + destination
                + ". Leading there: "
                + String.join(
                        ", ",
                        new TreeSet<>(leadThere.stream().map(SourceId::toString).toList()))));
    }

    /** Events a second. */
    int rate(OpsRequest request) {
        try {
            return request.text("rate").map(ReplayConfig::rate).orElse((int)
                    config.rate().perSecond());
        } catch (IllegalArgumentException e) {
            throw OpsRefusal.wrong("rate: " + e.getMessage());
        }
    }
}

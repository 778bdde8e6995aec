package io.headwater.router;

import io.headwater.router.deliver.DeliverConfig;
import io.headwater.router.deliver.DeliveryVerticle;
import io.headwater.router.deliver.DestinationConfig;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Placement;
import io.headwater.router.deliver.address.DnsConfig;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes the attempts for each destination, deployed for as long as the destination stands there as it does. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Vertx vertx;
    private final Function<Placement, DeliveryVerticle> making;
    private final Map<Placement, String> deployed = new ConcurrentHashMap<>();
    private volatile List<Placement> led = List.of();
    private int versions;

    Deliveries(Vertx vertx, DeliverConfig deliver, DnsConfig dns, Tracer tracer) {
        this.vertx = vertx;
        this.making = placement -> new DeliveryVerticle(placement, deliver, dns, tracer);
    }

    /** Those that events are led to now. */
    List<Placement> led() {
        return led;
    }

    /** Events are led to these from now on. */
    void lead(List<Placement> placements) {
        led = placements;
    }

    /** Where each goes: one that events are led to as it is stays where it is, all others have an address of their own. */
    synchronized List<Placement> place(List<DestinationConfig> destinations) {
        Map<DestinationId, Placement> there = led.stream().collect(Collectors.toMap(Placement::id, each -> each));
        versions++;
        return destinations.stream()
                .map(each -> Optional.ofNullable(there.get(each.id()))
                        .filter(known -> known.config().equals(each))
                        .orElseGet(() -> new Placement(each, address(each.id()))))
                .toList();
    }

    private String address(DestinationId id) {
        return versions == 1 ? id.address() : id.address() + "#" + versions;
    }

    /** Deploys those that are not; all of them or none. */
    Future<List<Placement>> deploy(List<Placement> placements) {
        List<Placement> fresh =
                placements.stream().filter(each -> !deployed.containsKey(each)).toList();
        List<Future<String>> all = new ArrayList<>();
        fresh.forEach(
                each -> all.add(vertx.deployVerticle(making.apply(each)).onSuccess(id -> deployed.put(each, id))));
        return Future.join(all).map(placements).onFailure(error -> fresh.forEach(this::undeploy));
    }

    /** Nothing is under way there any more, and nothing will be. */
    void undeploy(Placement placement) {
        Optional.ofNullable(deployed.remove(placement))
                .ifPresent(id -> vertx.undeploy(id)
                        .onFailure(error -> LOG.warn("{} could not be closed", placement.id(), error)));
    }
}

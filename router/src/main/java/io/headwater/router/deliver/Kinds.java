package io.headwater.router.deliver;

import io.headwater.router.deliver.address.DnsConfig;
import io.vertx.core.Vertx;
import java.util.List;

/** The kinds of destination there are. */
final class Kinds {
    static final List<String> NAMES = List.of("webhook");

    private Kinds() {}

    /** Makes a destination ready to deliver to. To be called on the context it will live on. */
    static Destination open(Vertx vertx, DestinationConfig destination, DeliverConfig deliver, DnsConfig dns) {
        return switch (destination.kind()) {
            case "webhook" -> Webhook.open(vertx, destination, deliver, dns);
            default -> throw new IllegalArgumentException("there is no kind " + destination.kind());
        };
    }
}

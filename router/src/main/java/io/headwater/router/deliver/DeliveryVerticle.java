package io.headwater.router.deliver;

import io.headwater.ops.Failpoint;
import io.headwater.router.deliver.address.DnsConfig;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one destination's attempts from the event bus; the reply is the outcome. */
public final class DeliveryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryVerticle.class);

    private final Placement placement;
    private final DestinationConfig config;
    private final DeliverConfig deliver;
    private final DnsConfig dns;
    private final Spans spans;
    private Optional<Destination> destination = Optional.empty();

    public DeliveryVerticle(Placement placement, DeliverConfig deliver, DnsConfig dns, Tracer tracer) {
        this.placement = placement;
        this.config = placement.config();
        this.deliver = deliver;
        this.dns = dns;
        this.spans = new Spans(tracer, config.id());
    }

    @Override
    public Future<?> start() {
        Destination opened = Kinds.open(vertx, config, deliver, dns);
        destination = Optional.of(opened);
        MessageConsumer<Attempt> attempts =
                vertx.eventBus().localConsumer(placement.address(), message -> attempt(opened, message));
        return attempts.completion();
    }

    @Override
    public Future<?> stop() {
        return destination.map(Destination::close).orElse(Future.succeededFuture());
    }

    private void attempt(Destination opened, Message<Attempt> message) {
        Failpoint.reached("deliver.sending");
        spans.during(message.body(), () -> opened.deliver(message.body()))
                .onSuccess(DeliveryVerticle::tellDelivered)
                .onFailure(error -> LOG.warn("An attempt for {} failed unexpectedly", config.id(), error))
                .otherwise(new Outcome.Transient(Reason.CONNECTION, 0))
                .onSuccess(message::reply);
    }

    private static void tellDelivered(Outcome outcome) {
        if (outcome instanceof Outcome.Delivered) {
            Failpoint.reached("deliver.delivered");
        }
    }
}

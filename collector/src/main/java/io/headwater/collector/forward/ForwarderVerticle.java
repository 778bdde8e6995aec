package io.headwater.collector.forward;

import io.headwater.bus.Address;
import io.headwater.config.RegionsConfig;
import io.headwater.event.EventBatch;
import io.headwater.event.Origin;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes batches from the bus and makes them durable; its reply means durable.
 *
 * <p>Each batch is for one region and is tried in no other: the collector's own while its Kafka is well, else the next one
 * that is and that the events' jurisdiction permits, else the own all the same, whose spool then takes it. Sources that
 * keep an order stay with their own.
 */
public final class ForwarderVerticle extends VerticleBase {
    /** The failure code of a batch that is not known to be durable; sending it again is right. */
    public static final int UNAVAILABLE = 503;

    private final RegionForwarder own;
    private final List<RegionForwarder> others;
    private final Supplier<RegionsConfig> regions;
    private final Optional<String> sharedAs;

    /**
     * @param others where batches go while the own region's Kafka is away, in this order
     * @param regions says which jurisdiction each is in, now
     * @param sharedAs the name other collectors know it by, where they may use it
     */
    public ForwarderVerticle(
            RegionForwarder own,
            List<RegionForwarder> others,
            Supplier<RegionsConfig> regions,
            Optional<String> sharedAs) {
        this.sharedAs = sharedAs;
        this.own = own;
        this.others = List.copyOf(others);
        this.regions = regions;
    }

    @Override
    public Future<?> start() {
        own.start(vertx);
        others.forEach(each -> each.start(vertx));
        MessageConsumer<EventBatch> batches =
                vertx.eventBus().localConsumer(Address.forward(own.region()), this::forward);
        return batches.completion().compose(here -> sharedAs.map(this::share).orElseGet(Future::succeededFuture));
    }

    private Future<Void> share(String node) {
        Future<Void> shared = vertx.eventBus()
                .<EventBatch>consumer(Address.forwarder(own.region(), node), this::forward)
                .completion();
        return shared.compose(takes -> vertx.eventBus()
                .<String>consumer(Address.ping(own.region(), node), ping -> ping.reply(""))
                .completion());
    }

    /** Reports what the ledger has not been told yet, and that nothing follows. */
    @Override
    public Future<?> stop() {
        return Future.join(others.stream().map(RegionForwarder::stop).toList()).transform(done -> own.stop());
    }

    private void forward(Message<EventBatch> message) {
        EventBatch batch = message.body();
        regionFor(batch.acceptance().origin())
                .forward(batch)
                .onSuccess(message::reply)
                .onFailure(why -> message.fail(UNAVAILABLE, String.valueOf(why.getMessage())));
    }

    private RegionForwarder regionFor(Origin origin) {
        if (others.isEmpty() || own.isWell() || own.isOrdered(origin.source())) {
            return own;
        }
        RegionsConfig now = regions.get();
        return others.stream()
                .filter(each -> now.permits(origin.jurisdiction(), each.region()) && each.isWell())
                .findFirst()
                .orElse(own);
    }
}

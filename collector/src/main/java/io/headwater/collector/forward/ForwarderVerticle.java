package io.headwater.collector.forward;

import io.headwater.bus.Address;
import io.headwater.bus.Batches;
import io.headwater.bus.Forwarded;
import io.headwater.config.RegionsConfig;
import io.headwater.event.EventBatch;
import io.headwater.event.Origin;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.ArrayDeque;
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
    private static final int UNAVAILABLE = 503;

    /* How long what is durable waits for what came with it. */
    private static final long TELL_AFTER_MILLIS = 10;

    private final RegionForwarder own;
    private final List<RegionForwarder> others;
    private final Supplier<RegionsConfig> regions;
    private final Optional<String> sharedAs;
    private final DeliveryOptions options;
    private final ArrayDeque<Together> open = new ArrayDeque<>();

    /**
     * @param others where batches go while the own region's Kafka is away, in this order
     * @param regions says which jurisdiction each is in, now
     * @param sharedAs the name other collectors know it by, where they may use it
     * @param options how a message to the sender of batches is sent, in this process
     */
    public ForwarderVerticle(
            RegionForwarder own,
            List<RegionForwarder> others,
            Supplier<RegionsConfig> regions,
            Optional<String> sharedAs,
            DeliveryOptions options) {
        this.options = options;
        this.sharedAs = sharedAs;
        this.own = own;
        this.others = List.copyOf(others);
        this.regions = regions;
    }

    /** How a forwarder says that a batch is not known to be durable, and that sending it again is right. */
    public static ReplyException unavailable(String why) {
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, UNAVAILABLE, why);
    }

    @Override
    public Future<?> start() {
        own.start(vertx);
        others.forEach(each -> each.start(vertx));
        MessageConsumer<Batches> batches =
                vertx.eventBus().localConsumer(Address.forward(own.region()), this::forwardAll);
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

    private void forwardAll(Message<Batches> message) {
        List<EventBatch> batches = message.body().all();
        Together together = new Together(message, options);
        if (open.isEmpty()) {
            tellLater();
        }
        open.add(together);
        for (int i = 0; i < batches.size(); i++) {
            int batch = i;
            forward(batches.get(i)).onComplete(done -> together.done(batch, done));
        }
    }

    /* Its timer runs while something is open; a forwarder that has nothing to tell sleeps. */
    private void tellLater() {
        vertx.setTimer(TELL_AFTER_MILLIS, tick -> tellSome());
    }

    private void tellSome() {
        open.removeIf(Together::isEnded);
        open.forEach(Together::tellSome);
        if (!open.isEmpty()) {
            tellLater();
        }
    }

    private Future<Forwarded> forward(EventBatch batch) {
        return regionFor(batch.acceptance().origin()).forward(batch);
    }

    private void forward(Message<EventBatch> message) {
        forward(message.body())
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

package io.headwater.router.lane;

import io.headwater.router.deliver.Attempt;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A lane's surroundings on Vert.x: attempts are requests on the event bus, answered on the caller's context. */
public final class BusSurroundings implements Surroundings {
    private static final long START = System.nanoTime();

    private final Vertx vertx;
    private final String address;
    private final DeliveryOptions options;
    private final Supply supply;

    /**
     * @param address where attempts go
     * @param timeout for the reply; longer than the destination's own timeout
     */
    public BusSurroundings(Vertx vertx, String address, Duration timeout, Supply supply) {
        this.vertx = vertx;
        this.address = address;
        this.options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(timeout.toMillis());
        this.supply = supply;
    }

    /** The scale of {@link #nanos}: never negative. */
    public static long now() {
        return System.nanoTime() - START;
    }

    @Override
    public long nanos() {
        return now();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            vertx.runOnContext(next -> task.run());
        } else {
            vertx.setTimer(delay.plusNanos(999_999).toMillis(), timer -> task.run());
        }
    }

    @Override
    public void send(Attempt attempt, Consumer<Outcome> answered) {
        vertx.eventBus()
                .<Outcome>request(address, attempt, options)
                .map(Message::body)
                .otherwise(new Outcome.Transient(Reason.BUS, 0))
                .onSuccess(answered::accept);
    }

    @Override
    public void room() {
        supply.room();
    }

    @Override
    public boolean moreComes() {
        return supply.isBehind();
    }
}

package io.headwater.collector.forward;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What the forwarder counts: {@code taken = appended + spooled + refused + unavailable} once nothing is under way, in events.
 * What the spool takes and gives, rejections counted, it counts itself, in records.
 */
final class ForwardMeters {
    final Counter appended;
    final Counter spooled;
    final Counter refused;
    final Counter unavailable;
    final Counter unreported;

    private final MeterRegistry meters;
    private final String region;

    ForwardMeters(MeterRegistry meters, String region, IntSupplier open) {
        this.meters = meters;
        this.region = region;
        appended = counter(meters, "headwater.appended", "Events Kafka acknowledged before their answer", region);
        spooled = counter(
                meters,
                "headwater.spooled",
                "Events fsynced in the spool before their answer, Kafka being away",
                region);
        refused = counter(
                meters,
                "headwater.append.refused",
                "Events Kafka refused for themselves, rejected with the reason",
                region);
        unavailable = counter(
                meters,
                "headwater.append.unavailable",
                "Events with nothing durable at hand; their request was answered 503",
                region);
        unreported = counter(
                meters,
                "headwater.ledger.unreported",
                "Events the ledger is not told of, for want of room while nothing durable was at hand",
                region);
        Gauge.builder("headwater.forward.breaker", open::getAsInt)
                .description(
                        "Partitions whose fresh events go to the spool since Kafka did not acknowledge; hw.rejected"
                                + " counts as one")
                .tag("region", region)
                .register(meters);
    }

    /** Shows whether new requests may go to the region. */
    void well(BooleanSupplier well) {
        Gauge.builder("headwater.forward.well", () -> well.getAsBoolean() ? 1 : 0)
                .description("1 while the region's Kafka acknowledges, so that new requests may go there")
                .tag("region", region)
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description, String region) {
        return Counter.builder(name)
                .description(description)
                .tag("region", region)
                .register(meters);
    }
}

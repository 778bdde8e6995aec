package io.headwater.collector.forward;

import io.headwater.event.EventBatch;
import io.headwater.event.EventData;
import io.headwater.event.Rejection;
import io.headwater.kafka.Records;
import io.headwater.kafka.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** One life of one forwarder: its numbering and its meters. */
public final class Forwarding {
    private static final int KEPT_OF_REFUSED = 64 * 1024;

    private final String region;
    private final LineNumbers numbers;
    private final ForwardMeters meters;

    public Forwarding(String site, String region, int partitions, MeterRegistry meters) {
        this.region = region;
        this.numbers = new LineNumbers(site, incarnation(Clock.systemUTC()), region, partitions);
        this.meters = new ForwardMeters(meters, region);
    }

    /** A name no other life of a forwarder has: the time in milliseconds, then 24 random bits, both in base 36. */
    private static String incarnation(Clock clock) {
        return Long.toString(clock.millis(), 36) + Integer.toString(new SecureRandom().nextInt(1 << 24), 36);
    }

    String region() {
        return region;
    }

    ForwardMeters meters() {
        return meters;
    }

    Records records(EventBatch batch) {
        return new BatchRecords(batch, numbers);
    }

    /** The events of {@code batch} that Kafka refused for themselves, as rejections. */
    static EventBatch rejections(EventBatch batch, List<Refused> refused) {
        List<Rejection> rejections = refused.stream()
                .filter(one -> one.index() < batch.events().size())
                .map(one -> rejection(batch, one))
                .toList();
        return new EventBatch(batch.acceptance(), List.of(), rejections);
    }

    private static Rejection rejection(EventBatch batch, Refused refused) {
        EventData data = batch.events().get(refused.index()).data();
        return new Rejection(batch.place(refused.index()), "refused", refused.reason(), data.head(KEPT_OF_REFUSED));
    }
}

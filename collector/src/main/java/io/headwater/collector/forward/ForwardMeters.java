package io.headwater.collector.forward;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the forwarder counts: {@code taken = appended + refused + unavailable} once nothing is under way.
 */
final class ForwardMeters {
    final Counter appended;
    final Counter refused;
    final Counter unavailable;

    ForwardMeters(MeterRegistry meters, String region) {
        appended = Counter.builder("headwater.appended")
                .description("Events Kafka acknowledged")
                .tag("region", region)
                .register(meters);
        refused = Counter.builder("headwater.append.refused")
                .description("Events Kafka refused for themselves, rejected with the reason")
                .tag("region", region)
                .register(meters);
        unavailable = Counter.builder("headwater.append.unavailable")
                .description("Events not acknowledged because Kafka was away or late; their request was answered 503")
                .tag("region", region)
                .register(meters);
    }
}

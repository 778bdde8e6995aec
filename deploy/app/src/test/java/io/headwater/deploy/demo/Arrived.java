package io.headwater.deploy.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Arrivals as tests write them. */
final class Arrived {
    static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

    private Arrived() {}

    static Arrival sample(int seq, String data) {
        return event("/demo/players", seq, NOON, Duration.ofMillis(7), data);
    }

    static Arrival own(int seq, String data) {
        return event("/demo/you", seq, NOON, Duration.ofMillis(4), data);
    }

    static Arrival event(String source, int seq, Instant at, Duration lag, String data) {
        return new Arrival(
                at,
                "/hook",
                List.of(
                        Map.entry("ce-source", source),
                        Map.entry("ce-type", "heartbeat"),
                        Map.entry("ce-acceptedat", at.minus(lag).toString()),
                        Map.entry("ce-edge", "local.a.local.0"),
                        Map.entry("ce-seq", Integer.toString(seq)),
                        Map.entry("webhook-signature", "v1,abc")),
                data);
    }
}

package io.headwater.deploy.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arrivals as tests write them. */
final class Arrived {
    static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

    private Arrived() {}

    static Arrival sample(int seq, String data) {
        return event("/demo/players", seq, NOON, Duration.ofMillis(7), data);
    }

    /** One with these attributes, as headers carry them. */
    static Arrival like(String type, String key) {
        Arrival sample = sample(1, "{}");
        List<Map.Entry<String, String>> headers = new ArrayList<>(sample.headers());
        headers.removeIf(
                header -> header.getKey().equals("ce-type") || header.getKey().equals("ce-partitionkey"));
        headers.add(Map.entry("ce-type", type));
        headers.add(Map.entry("ce-partitionkey", key));
        return new Arrival(sample.at(), sample.path(), headers, sample.data());
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
                        Map.entry("ce-id", "id-" + seq),
                        Map.entry("ce-type", "heartbeat"),
                        Map.entry("ce-partitionkey", "65ee3cff-4911"),
                        Map.entry("ce-acceptedat", at.minus(lag).toString()),
                        Map.entry("ce-edge", "local.a.local.0"),
                        Map.entry("ce-seq", Integer.toString(seq)),
                        Map.entry("webhook-signature", "v1,abc")),
                data);
    }
}

package io.headwater.deploy.pipeline;

import io.headwater.deploy.testkit.RawAnswer.Response;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients were answered, and how long each answer took from its request. */
public final class Answers {
    /** What {@code Headwater-Durability} may say. */
    public static final List<String> DURABLE = List.of("kafka", "kafka-unreplicated", "spool");

    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

    /** A 429 or 503. */
    public record Refused(Response response, Duration after) {}

    /** A 200, and where the events are durable. */
    public record Acknowledged(String durability, Duration after) {}

    static boolean isRefusal(Response response) {
        return response.status() == 503 || response.status() == 429;
    }

    void refused(Response response, Duration after) {
        refused.add(new Refused(response, after));
    }

    void acknowledged(Response response, Duration after) {
        acknowledged.add(
                new Acknowledged(response.header("Headwater-Durability").orElse(""), after));
    }

    public List<Refused> refusals() {
        return List.copyOf(refused);
    }

    public List<Acknowledged> acknowledgements() {
        return List.copyOf(acknowledged);
    }

    /** How many answers said that the events are in the spool. */
    public long spooled() {
        return acknowledged.stream()
                .filter(each -> each.durability().equals("spool"))
                .count();
    }

    /** How long the slowest acknowledgement took. */
    public Duration slowest() {
        return acknowledged.stream()
                .map(Acknowledged::after)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}

package io.headwater.router.deliver.format;

import io.headwater.event.Event;
import io.headwater.event.LoggedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** How events stand in a request. Data goes in byte for byte; it is never parsed and written anew. */
public interface Format {
    List<String> NAMES = List.of("cloudevents", "cloudevents-batch", "json-array", "ndjson");

    static Format named(String name) {
        return switch (name) {
            case "cloudevents" -> new BinaryCloudEvent();
            case "cloudevents-batch" -> new CloudEventsBatch();
            case "json-array" -> new JsonArray();
            case "ndjson" -> new Ndjson();
            default -> throw new IllegalArgumentException("must be one of " + NAMES + ", was '" + name + "'");
        };
    }

    /** The most events one request can carry. */
    default int mostEvents() {
        return Integer.MAX_VALUE;
    }

    /** Why this format cannot carry an event, or empty. */
    Optional<String> refusal(Event event);

    /** Writes the headers that belong to the format, and returns the body. */
    Buffer write(List<LoggedEvent> events, MultiMap headers);
}

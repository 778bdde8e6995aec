package io.headwater.deploy.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request that reached the sink.
 *
 * @param headers values in the order sent; names are found in any case
 * @param events what was read from it; none where it has a violation
 * @param violation what is wrong with its signature or its shape, if anything
 */
@SuppressWarnings("ArrayRecordComponent") // Raw bytes are the point; nothing compares whole requests.
public record SinkRequest(
        String method,
        String path,
        Map<String, List<String>> headers,
        byte[] body,
        List<ReceivedEvent> events,
        Optional<String> violation) {
    public SinkRequest {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
        events = List.copyOf(events);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    public List<String> eventIds() {
        return events.stream().map(ReceivedEvent::id).toList();
    }

    SinkRequest reading(List<ReceivedEvent> read) {
        return new SinkRequest(method, path, headers, body, read, violation);
    }

    SinkRequest violating(String rule) {
        return new SinkRequest(method, path, headers, body, List.of(), Optional.of(rule));
    }
}

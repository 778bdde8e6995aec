package io.headwater.deploy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One event as it reached the sample webhook, in the format {@code cloudevents}: attributes in headers, data as the body.
 *
 * @param headers in the order received
 */
record Arrival(Instant at, String path, List<Map.Entry<String, String>> headers, String data) {
    Arrival {
        headers = List.copyOf(headers);
    }

    /** The first value of a header, or the empty text. */
    String header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    String source() {
        return header("ce-source");
    }

    String type() {
        return attribute("type");
    }

    /** The session, else the user, as whatever dialect names it; empty where the event has neither. */
    String session() {
        String key = attribute("partitionkey");
        return key.equals(attribute("id")) ? "" : key;
    }

    Instant acceptedAt() {
        return Instant.parse(header("ce-acceptedat"));
    }

    /** From acceptance to arrival; both clocks are this machine's. */
    Duration lag() {
        return Duration.between(acceptedAt(), at);
    }

    /** A CloudEvents attribute as its binding to HTTP has it decoded, for people to read. */
    private String attribute(String name) {
        return EventText.printable(URLDecoder.decode(header("ce-" + name).replace("+", "%2B"), UTF_8));
    }
}

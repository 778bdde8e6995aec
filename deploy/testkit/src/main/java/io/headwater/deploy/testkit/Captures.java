package io.headwater.deploy.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The captured SDK requests that tests replay; {@code fixtures/sdk-requests/README.md} says how they were made. */
public final class Captures {
    private Captures() {}

    /** Segment's library for Node.js: five batches. */
    public static List<Capture> segmentNode() {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(n -> read("segment/segment-analytics-node-" + n))
                .toList();
    }

    /** Every capture there is, by name. */
    public static List<Capture> all() {
        return new String(Fixtures.bytes("sdk-requests/index.txt"), UTF_8)
                .lines()
                .map(Captures::read)
                .toList();
    }

    /** One capture by its folder and name, without the ending. */
    public static Capture read(String name) {
        try {
            JsonNode json = new ObjectMapper().readTree(Fixtures.bytes("sdk-requests/" + name + ".json"));
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            json.path("headers")
                    .forEach(header -> headers.add(
                            Map.entry(header.path(0).asText(), header.path(1).asText())));
            byte[] body = Base64.getDecoder().decode(json.path("bodyBase64").asText());
            return new Capture(
                    name, json.path("method").asText(), json.path("path").asText(), headers, body);
        } catch (IOException e) {
            throw new UncheckedIOException("the capture " + name + " cannot be read", e);
        }
    }
}

package io.headwater.deploy.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An event's data as a person reads it. What terminals take for commands is never let through.
 *
 * @param details the other plain members, {@code name=value}
 * @param pretty the whole, by line
 */
record EventText(String details, List<String> pretty) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Set<String> TOLD_ELSEWHERE = Set.of("id", "type", "time", "session", "user");

    /** Reads the data; where it is no JSON object it is shown as it is. */
    static EventText of(String data) {
        try {
            JsonNode json = JSON.readTree(data);
            List<String> pretty =
                    json.toPrettyString().lines().map(EventText::printable).toList();
            return new EventText(printable(details(json)), pretty);
        } catch (JsonProcessingException e) {
            return new EventText(
                    printable(data), data.lines().map(EventText::printable).toList());
        }
    }

    /** The text without control characters. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}]", "·");
    }

    private static String details(JsonNode json) {
        return json.properties().stream()
                .filter(member -> member.getValue().isValueNode() && !TOLD_ELSEWHERE.contains(member.getKey()))
                .map(EventText::detail)
                .collect(Collectors.joining(" "));
    }

    private static String detail(Map.Entry<String, JsonNode> member) {
        return member.getKey() + "=" + member.getValue().asText();
    }
}

package io.headwater.deploy.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the events out of a delivery in any of the four webhook formats, told apart as a customer would: by the headers. */
final class DeliveryReader {
    private static final String IDS = "Headwater-Event-Ids";
    private final ObjectMapper json = new ObjectMapper();

    List<ReceivedEvent> read(SinkRequest request) throws MalformedDelivery {
        List<ReceivedEvent> events = byFormat(request);
        if (events.isEmpty()) {
            throw new MalformedDelivery("a delivery without an event");
        }
        List<String> ids = events.stream().map(ReceivedEvent::id).toList();
        Optional<List<String>> announced = announcedIds(request);
        if (announced.isPresent() && !announced.get().equals(ids)) {
            throw new MalformedDelivery(IDS + " says " + announced.get() + ", the body has " + ids);
        }
        return events;
    }

    private List<ReceivedEvent> byFormat(SinkRequest request) throws MalformedDelivery {
        if (request.header("ce-id").isPresent()) {
            return List.of(binary(request));
        }
        String type = request.header("content-type")
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/cloudevents-batch+json" -> batch(request.body());
            case "application/json" -> withIds(request, RawJson.elements(request.body()));
            case "application/x-ndjson", "application/ndjson" -> withIds(request, lines(request.body()));
            default ->
                throw new MalformedDelivery("no ce-id, and content-type \"" + type + "\" is none of the formats");
        };
    }

    private static ReceivedEvent binary(SinkRequest request) throws MalformedDelivery {
        Map<String, String> attributes = new HashMap<>();
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("ce-")) {
                attributes.put(
                        name.substring("ce-".length()),
                        percentDecoded(header.getValue().get(0)));
            }
        }
        request.header("content-type").ifPresent(type -> attributes.put("datacontenttype", type));
        return cloudEvent(attributes, request.body());
    }

    private List<ReceivedEvent> batch(byte[] body) throws MalformedDelivery {
        List<ReceivedEvent> events = new ArrayList<>();
        for (byte[] element : RawJson.elements(body)) {
            events.add(structured(RawJson.members(element)));
        }
        return events;
    }

    private ReceivedEvent structured(Map<String, byte[]> members) throws MalformedDelivery {
        Map<String, String> attributes = new HashMap<>();
        byte[] data = {};
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            switch (member.getKey()) {
                case "data" -> data = member.getValue();
                case "data_base64" -> data = Base64.getDecoder().decode(text(member.getValue()));
                default -> attributes.put(member.getKey(), text(member.getValue()));
            }
        }
        return cloudEvent(attributes, data);
    }

    private static ReceivedEvent cloudEvent(Map<String, String> attributes, byte[] data) throws MalformedDelivery {
        for (String required : List.of("specversion", "id", "source", "type")) {
            if (attributes.getOrDefault(required, "").isEmpty()) {
                throw new MalformedDelivery("a CloudEvent without " + required + ": " + attributes);
            }
        }
        return new ReceivedEvent(attributes.getOrDefault("id", ""), data, attributes);
    }

    private List<ReceivedEvent> withIds(SinkRequest request, List<byte[]> values) throws MalformedDelivery {
        List<String> ids = announcedIds(request).orElseThrow(() -> new MalformedDelivery("no header " + IDS));
        if (ids.size() != values.size()) {
            throw new MalformedDelivery(IDS + " names " + ids.size() + " events, the body has " + values.size());
        }
        List<ReceivedEvent> events = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            events.add(new ReceivedEvent(ids.get(i), values.get(i), Map.of()));
        }
        return events;
    }

    private Optional<List<String>> announcedIds(SinkRequest request) throws MalformedDelivery {
        Optional<String> header = request.header(IDS);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Arrays.asList(json.readValue(header.get(), String[].class)));
        } catch (JsonProcessingException e) {
            throw new MalformedDelivery(IDS + " is not a JSON array of strings: " + header.get());
        }
    }

    /** Lines end in a line feed and each is JSON; the last may lack it. */
    private List<byte[]> lines(byte[] body) throws MalformedDelivery {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            boolean ends = i == body.length ? start < i : body[i] == '\n';
            if (ends) {
                lines.add(Arrays.copyOfRange(body, start, i));
                start = i + 1;
            }
        }
        for (byte[] line : lines) {
            tree(line);
        }
        return lines;
    }

    private String text(byte[] value) throws MalformedDelivery {
        return tree(value).asText();
    }

    private JsonNode tree(byte[] value) throws MalformedDelivery {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            throw new MalformedDelivery("not JSON: " + new String(value, StandardCharsets.UTF_8));
        }
    }

    private static String percentDecoded(String value) throws MalformedDelivery {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (!value.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*")) {
                throw new MalformedDelivery("a header with a broken percent escape: " + value);
            }
            bytes.write(Integer.parseInt(value.substring(i + 1, i + 3), 16));
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

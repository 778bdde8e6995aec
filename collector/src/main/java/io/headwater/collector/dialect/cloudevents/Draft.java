package io.headwater.collector.dialect.cloudevents;

import io.headwater.collector.dialect.Attributes;
import io.headwater.collector.dialect.Rfc3339;
import io.headwater.event.Attribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes of one CloudEvent as they are found, in either mode (CloudEvents 1.0 section 3.1, and 0.3's names for
 * some of them).
 */
final class Draft {
    private static final Set<String> VERSIONS = Set.of("1.0", "0.3");
    private static final String CLIENT = "client";

    private final Map<String, String> attributes = new LinkedHashMap<>();
    private int ignored;

    /** An attribute of that name; a name that no attribute can have is ignored and counted. */
    void put(String name, String value) {
        boolean lawful = !name.isEmpty() && name.length() <= 64 && name.chars().allMatch(Draft::isLawful);
        if (lawful) {
            attributes.put(name, value);
        } else {
            ignored++;
        }
    }

    void ignore() {
        ignored++;
    }

    int ignored() {
        return ignored;
    }

    private static boolean isLawful(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    String get(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** What is required and not there, as a sentence about the event. */
    Optional<String> problem() {
        for (String required : new String[] {"specversion", "id", "source", "type"}) {
            if (get(required).isEmpty()) {
                return Optional.of("the event has no attribute '" + required + "'");
            }
        }
        return VERSIONS.contains(get("specversion"))
                ? Optional.empty()
                : Optional.of("the event's specversion is none of 1.0 and 0.3");
    }

    /**
     * What goes on with the event. The client's source is {@code clientsource}, since the configured source is the event's
     * own; so are extensions that Headwater uses itself renamed, and a time that is no timestamp.
     */
    Attributes attributes(String contentType) {
        String time = get("time");
        Attributes all = new Attributes(
                        get("id"),
                        get("type"),
                        time,
                        get("subject"),
                        Attributes.first(get("partitionkey"), get("sessionid")))
                .of(contentType)
                .with(Attribute.CLIENT_SOURCE, get("source"))
                .with(CLIENT + "time", Rfc3339.isTimestamp(time) ? "" : time);
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            all = withExtension(all, each.getKey(), each.getValue());
        }
        return all;
    }

    private Attributes withExtension(Attributes all, String name, String value) {
        return switch (name) {
            case "specversion",
                    "id",
                    "type",
                    "source",
                    "subject",
                    "time",
                    "partitionkey",
                    "datacontenttype",
                    "datacontentencoding",
                    "data" -> all;
            case "schemaurl" -> attributes.containsKey("dataschema") ? all : all.with("dataschema", value);
            default -> {
                String free = Attribute.mayBeNamed(name) ? name : CLIENT + name;
                boolean taken = attributes.containsKey(free) && !free.equals(name);
                yield taken || free.equals(Attribute.CLIENT_SOURCE) || free.equals(CLIENT + "time")
                        ? all
                        : all.with(free, value);
            }
        };
    }
}

package io.headwater.event;

import java.util.List;

/**
 * One fact a source sent, as its dialect understood it. Attributes the client did not give are empty strings.
 *
 * @param id the client's own deduplication id, else one given at the edge
 * @param type what happened, in the client's words; never empty
 * @param time the client's clock, RFC 3339, or empty; never trusted for objectives
 * @param subject whom it is about, or empty
 * @param partitionKey what keeps events in order: session, else anonymous or user id, else {@code id}
 * @param contentType the media type of {@code data}
 * @param data the accepted bytes
 * @param more extension attributes, each name once
 */
public record Event(
        String id,
        String type,
        String time,
        String subject,
        String partitionKey,
        String contentType,
        EventData data,
        List<Attribute> more) {
    public Event {
        more = List.copyOf(more);
    }

    /** An event without extension attributes. */
    public Event(
            String id,
            String type,
            String time,
            String subject,
            String partitionKey,
            String contentType,
            EventData data) {
        this(id, type, time, subject, partitionKey, contentType, data, List.of());
    }

    /** The same with these extension attributes and no others. */
    public Event with(List<Attribute> attributes) {
        return new Event(id, type, time, subject, partitionKey, contentType, data, attributes);
    }

    /** The value of the extension attribute {@code name}, or empty. */
    public String more(String name) {
        for (Attribute each : more) {
            if (each.name().equals(name)) {
                return each.value();
            }
        }
        return "";
    }
}

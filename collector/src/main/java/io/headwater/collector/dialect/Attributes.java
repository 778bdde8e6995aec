package io.headwater.collector.dialect;

import io.headwater.event.Attribute;
import java.util.ArrayList;
import java.util.List;

/**
 * What a dialect read in an event; empty where the client gave nothing.
 *
 * @param id the client's deduplication id; one is given where it is empty
 * @param type never empty
 * @param time the client's clock; what is not RFC 3339 is left out
 * @param key what keeps events in order; the id where it is empty
 * @param contentType of the data
 * @param more extension attributes, each name once
 */
public record Attributes(
        String id, String type, String time, String subject, String key, String contentType, List<Attribute> more) {

    /** Those of an event whose data is JSON. */
    public Attributes(String id, String type, String time, String subject, String key) {
        this(id, type, time, subject, key, MediaTypes.JSON, List.of());
    }

    /** These and one more, unless its value is empty. */
    public Attributes with(String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        List<Attribute> grown = new ArrayList<>(more.size() + 1);
        grown.addAll(more);
        grown.add(new Attribute(name, value));
        return new Attributes(id, type, time, subject, key, contentType, grown);
    }

    /** These of data of another media type. */
    public Attributes of(String mediaType) {
        return new Attributes(id, type, time, subject, key, mediaType, more);
    }

    /** The first of {@code values} that is not empty, or empty. */
    public static String first(String... values) {
        for (String value : values) {
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}

package io.headwater.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a source may send, written {@code 1000/s} for events, {@code 5MiB/s} for bytes of event data, or both in a
 * list.
 *
 * @param events a second, 0 for any number
 * @param bytes a second, 0 for any number
 */
public record Quota(long events, long bytes) {
    public static final Quota NONE = new Quota(0, 0);

    private static final Pattern EVENTS = Pattern.compile("([1-9]\\d{0,8})\\s*/\\s*s");
    private static final Pattern BYTES =
            Pattern.compile("([1-9]\\d{0,8}\\s*[KMG]?i?B)\\s*/\\s*s", Pattern.CASE_INSENSITIVE);

    @JsonCreator
    public static Quota parse(List<String> parts) {
        long events = 0;
        long bytes = 0;
        for (String part : parts) {
            Matcher some = EVENTS.matcher(part.strip());
            Matcher size = BYTES.matcher(part.strip());
            if (some.matches() && events == 0) {
                events = Long.parseLong(some.group(1));
            } else if (size.matches() && bytes == 0) {
                bytes = Size.parse(size.group(1)).bytes();
            } else {
                throw new IllegalArgumentException(
                        "'" + part + "' is no quota; write 1000/s for events, 5MiB/s for bytes, or both in a list");
            }
        }
        return new Quota(events, bytes);
    }

    @JsonCreator
    static Quota parse(String text) {
        return parse(List.of(text));
    }

    /** A bare number, of which YAML makes no text: refused as text without a unit is. */
    @JsonCreator
    static Quota parse(long number) {
        return parse(Long.toString(number));
    }

    public boolean isNone() {
        return events == 0 && bytes == 0;
    }
}

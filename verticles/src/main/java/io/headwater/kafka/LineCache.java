package io.headwater.kafka;

import io.headwater.event.Line;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lines by their text: a few hundred stand behind all events, so each is read once, and whoever keeps something by line
 * meets the same object again. Begun anew when it is full. For several threads.
 */
final class LineCache {
    static final int MOST = 4_096;

    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** Fails as {@link Line#parse} does. */
    Line of(String text) {
        Line known = lines.get(text);
        if (known != null) {
            return known;
        }
        if (lines.size() >= MOST) {
            lines.clear();
        }
        Line read = Line.parse(text);
        lines.put(text, read);
        return read;
    }

    int size() {
        return lines.size();
    }
}

package io.headwater.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a few hundred texts mean that stand behind all events: each is read once, and whoever keeps what it means meets the
 * same object again. Begun anew when it is full; a long text is read each time. For several threads.
 */
final class ReadOnce<K, V> {
    static final int MOST = 4_096;
    /* Nothing of ours is longer, and what others write into Kafka is not to stay. */
    static final int LONGEST = 256;

    private final Map<K, V> known = new ConcurrentHashMap<>();
    private final Function<K, V> read;

    ReadOnce(Function<K, V> read) {
        this.read = read;
    }

    /** Fails as reading does. */
    V of(K text) {
        V before = known.get(text);
        if (before != null) {
            return before;
        }
        if (text.toString().length() > LONGEST) {
            return read.apply(text);
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        V now = read.apply(text);
        known.put(text, now);
        return now;
    }

    int size() {
        return known.size();
    }
}

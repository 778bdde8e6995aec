package io.headwater.event;

import java.util.Arrays;

/**
 * The bytes of one event exactly as they were accepted. Held by reference and never changed: whoever makes one gives the
 * array away, whoever reads one only reads.
 */
public final class EventData {
    private final byte[] bytes;

    private EventData(byte[] bytes) {
        this.bytes = bytes;
    }

    public static EventData of(byte[] bytes) {
        return new EventData(bytes);
    }

    /** The array itself, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /** The first {@code limit} bytes, or this when it is no longer than that. */
    public EventData head(int limit) {
        return bytes.length <= limit ? this : new EventData(Arrays.copyOf(bytes, limit));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventData that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its size and no content: payloads never reach a log. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}

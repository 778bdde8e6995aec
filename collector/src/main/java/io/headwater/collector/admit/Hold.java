package io.headwater.collector.admit;

/** The bytes one request holds of what the collector may hold; given back all at once. Used by one thread at a time. */
public final class Hold {
    private final InFlight inFlight;
    private long bytes;

    public Hold(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    /** Holds {@code count} bytes more; false when that is too much for the collector. */
    public boolean take(long count) {
        if (!inFlight.hold(count)) {
            return false;
        }
        bytes += count;
        return true;
    }

    public void release() {
        inFlight.release(bytes);
        bytes = 0;
    }
}

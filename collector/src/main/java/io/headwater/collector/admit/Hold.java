package io.headwater.collector.admit;

/** The bytes one request holds of what its source may hold; given back all at once. Used by one thread at a time. */
public final class Hold {
    private final Part part;
    private long bytes;

    Hold(Part part) {
        this.part = part;
    }

    public Part part() {
        return part;
    }

    /** Holds {@code count} bytes more, or none of them unless admitted. */
    public Verdict take(long count) {
        Verdict verdict = part.take(count);
        if (verdict == Verdict.ADMITTED) {
            bytes += count;
        }
        return verdict;
    }

    public void release() {
        part.give(bytes);
        bytes = 0;
    }
}

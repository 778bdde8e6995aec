package io.headwater.collector.spool;

import java.util.Locale;

/** Why an append is not durable. The caller may try again later; what was late may turn out durable all the same. */
public final class SpoolRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kept the records from the disk. */
    public enum Reason {
        /** No space that the spool may take: drain, or raise spool.maxBytes. */
        FULL,
        /** The disk fails to write, in more than one file. */
        FAILING,
        /** Not on the disk within spool.syncWithin, or too much waiting for it already. */
        LATE,
        /** The spool is closed. */
        CLOSED;

        /** As it stands in labels. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    SpoolRefused(Reason reason, String message) {
        super(message, null, false, false); // a value of the hot path: where it was made tells nothing
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

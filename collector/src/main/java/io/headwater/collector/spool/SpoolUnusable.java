package io.headwater.collector.spool;

/** Why a spool cannot be opened, as a sentence that names spool.dir and the mend. */
public final class SpoolUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoolUnusable(String message) {
        super(message);
    }

    SpoolUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}

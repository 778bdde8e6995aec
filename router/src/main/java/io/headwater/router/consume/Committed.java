package io.headwater.router.consume;

/**
 * A commit: everything below {@code offset} is settled, and what {@code metadata} lists above it.
 *
 * @see CommitMetadata
 */
record Committed(long offset, String metadata) {
    /** Nothing was ever committed. */
    static final Committed NEVER = new Committed(-1, "");
}

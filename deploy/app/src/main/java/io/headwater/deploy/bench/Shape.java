package io.headwater.deploy.bench;

/**
 * What the bench's native events are like.
 *
 * @param sources that send them, each its share
 * @param bytes of one event, or 0 for the sample event of about a kilobyte
 */
record Shape(int sources, int bytes) {
    static final Shape PLAIN = new Shape(1, 0);
    /** Small ones of a source that has no destination. */
    static final Shape UNROUTED = new Shape(0, 200);

    static final String UNROUTED_SOURCE = "unrouted";

    /** The name of the source that a session belongs to, among {@code sources}; the only one has no number. */
    static String source(int session, int sources) {
        return switch (sources) {
            case 0 -> UNROUTED_SOURCE;
            case 1 -> "bench";
            default -> "bench-" + session % sources;
        };
    }

    /** The write key of that source. */
    static String key(int session, int sources) {
        return sources == 1 ? "demo-key" : "demo-key-" + session % sources;
    }
}

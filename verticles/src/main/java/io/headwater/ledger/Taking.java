package io.headwater.ledger;

/**
 * What a forwarder did with an event it numbered, packed into one number: minute of acceptance, source, state.
 *
 * @param minute of acceptance, counted from 1970
 * @param source by its place among the report's names
 */
public record Taking(long minute, int source, State state) {
    private static final int STATE_BITS = 4;
    private static final int SOURCE_BITS = 20;

    /** How the forwarder ended with an event. */
    public enum State {
        /** In Kafka before its answer, which was a 2xx. */
        ACKNOWLEDGED(0),
        /** In the spool before its answer, which was a 2xx. */
        SPOOLED(1),
        /** Kafka refused it for itself; it was rejected with the reason. */
        REFUSED(2),
        /** Answered 503, and it may be in Kafka all the same. */
        INDETERMINATE(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        private static State of(long code) {
            for (State each : values()) {
                if (each.code == code) {
                    return each;
                }
            }
            throw new IllegalArgumentException("the report tells of an unknown state: " + code);
        }
    }

    public static long pack(long minute, int source, State state) {
        return (minute << (SOURCE_BITS + STATE_BITS)) | ((long) source << STATE_BITS) | state.code;
    }

    public static Taking unpack(long packed) {
        State state = State.of(packed & ((1 << STATE_BITS) - 1));
        int source = (int) ((packed >>> STATE_BITS) & ((1 << SOURCE_BITS) - 1));
        return new Taking(packed >>> (SOURCE_BITS + STATE_BITS), source, state);
    }
}

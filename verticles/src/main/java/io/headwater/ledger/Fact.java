package io.headwater.ledger;

/**
 * What happened to an event at a destination, packed into one number so that neighbours of equal fate take no room.
 *
 * @param state what it is in from then on; {@link State#OWED} for an attempt that failed
 * @param stay how many times it had been parked or delayed before; counts to 255
 * @param reason label of why, by its place among the report's names; empty text where there is nothing to say
 * @param attempts requests that carried it so far, this one included; counts to 1023
 * @param status of the destination's answer, 0 where there was none
 * @param millis the attempt took; exact below 64, to 2 % above, at most 17 minutes
 */
public record Fact(State state, int stay, int reason, int attempts, int status, int millis) {
    private static final int MILLIS_BITS = 20;
    private static final int STATUS_BITS = 10;
    private static final int ATTEMPTS_BITS = 10;
    private static final int REASON_BITS = 8;
    private static final int STAY_BITS = 8;
    private static final int EXACT = 64;

    /** What an event is in at a destination. The order is a rank: states only rise. */
    public enum State {
        OWED(0),
        /** In the destination's backlog or a delay topic. */
        PARKED(1),
        /** Delivered nowhere since the destination wants no such events. */
        FILTERED(2),
        /** A repeat, recognised by a reading of the destination's own. */
        DUPLICATE(3),
        /** Among the dead letters. */
        DEAD(4),
        /** Delivered after its deadline, which passed before we had tried. */
        LATE_OURS(5),
        /** Delivered after its deadline, which passed while the destination did not take it. */
        LATE_THEIRS(6),
        /** Delivered within the objective. */
        ON_TIME(7);

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

        public boolean isDelivered() {
            return compareTo(LATE_OURS) >= 0;
        }
    }

    public static long pack(State state, int stay, int reason, int attempts, int status, long millis) {
        long packed = state.code;
        packed = (packed << STAY_BITS) | capped(stay, STAY_BITS);
        packed = (packed << REASON_BITS) | capped(reason, REASON_BITS);
        packed = (packed << ATTEMPTS_BITS) | capped(attempts, ATTEMPTS_BITS);
        packed = (packed << STATUS_BITS) | capped(status, STATUS_BITS);
        return (packed << MILLIS_BITS) | rounded(capped(millis, MILLIS_BITS));
    }

    public static Fact unpack(long packed) {
        long left = packed;
        int millis = low(left, MILLIS_BITS);
        left >>>= MILLIS_BITS;
        int status = low(left, STATUS_BITS);
        left >>>= STATUS_BITS;
        int attempts = low(left, ATTEMPTS_BITS);
        left >>>= ATTEMPTS_BITS;
        int reason = low(left, REASON_BITS);
        left >>>= REASON_BITS;
        int stay = low(left, STAY_BITS);
        left >>>= STAY_BITS;
        return new Fact(State.of(left), stay, reason, attempts, status, millis);
    }

    private static long capped(long value, int bits) {
        return Math.max(0, Math.min(value, (1L << bits) - 1));
    }

    /* Six significant bits, so that times that hardly differ are the same. */
    private static long rounded(long millis) {
        if (millis < EXACT) {
            return millis;
        }
        int dropped = Long.SIZE - Long.numberOfLeadingZeros(millis) - 6;
        return millis >>> dropped << dropped;
    }

    private static int low(long packed, int bits) {
        return (int) (packed & ((1L << bits) - 1));
    }
}

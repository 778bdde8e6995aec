package io.headwater.ledger;

/** What a section of a {@link LineReport} tells of its numbers, in the event's order; and what the values beside them are. */
public enum Stage {
    /** Given an answer by the forwarder: a {@link Taking}. */
    TAKEN(0),
    /** Brought from the spool to Kafka. */
    DRAINED(1),
    /** Taken out of the spool's way, damaged or refused by Kafka, and kept in its quarantine. */
    QUARANTINED(2),
    /** Read by a router: the minute of acceptance, counted from 1970. */
    SEEN(3),
    /** Read, and no route leads anywhere. */
    UNROUTED(4),
    /** Read, and settled as a repeat of an event with another number. */
    DUPLICATE(5),
    /** Owed to the destination the section names. */
    OWED(6),
    /** Tried and not delivered: a {@link Fact} for each attempt. */
    ATTEMPTED(7),
    /** At an end, or durable elsewhere: a {@link Fact}. */
    ENDED(8),
    /**
     * The reading of {@code hw.events} is done with it, for the destination named, or for all where none is; from then on it
     * is committed. Value: 0 for a reading of {@code hw.events}, else which stay in a backlog or delay topic has ended.
     */
    CLOSED(9),
    /** Given up by an operator: it lies in the spool of an edge that will not come back. */
    WRITTEN_OFF(10);

    private final int code;

    Stage(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Stage of(long code) {
        for (Stage each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("the report tells of an unknown stage: " + code);
    }
}

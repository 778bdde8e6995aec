package io.headwater.kafka;

import java.util.Comparator;
import java.util.List;

/** How an append ended: what is in neither list is in the log. Both are in the order of the append. */
public record Appended(List<Refused> refused, List<Unacknowledged> unacknowledged) {
    /** Every record is in the log. */
    public static final Appended WHOLLY = new Appended(List.of(), List.of());

    public Appended {
        refused = List.copyOf(refused);
        unacknowledged = List.copyOf(unacknowledged);
    }

    static Appended of(List<Refused> refused, List<Unacknowledged> unacknowledged) {
        if (refused.isEmpty() && unacknowledged.isEmpty()) {
            return WHOLLY;
        }
        refused.sort(Comparator.comparingInt(Refused::index));
        unacknowledged.sort(Comparator.comparingInt(Unacknowledged::index));
        return new Appended(refused, unacknowledged);
    }

    /** Whether every record is in the log. */
    public boolean isWhole() {
        return refused.isEmpty() && unacknowledged.isEmpty();
    }

    /** Whether Kafka has shown itself away, late or closed to us. */
    boolean isTroubled() {
        return unacknowledged.stream().anyMatch(one -> one.cause() != Unacknowledged.Cause.HELD_BACK);
    }
}

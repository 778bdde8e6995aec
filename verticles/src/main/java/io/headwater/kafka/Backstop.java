package io.headwater.kafka;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Ends appends that Kafka's producer leaves open beyond their deadline: while it renews its producer id, its callbacks come
 * late. Deadlines come in the order of the appends. Used by the sender thread alone.
 */
final class Backstop {
    private final Queue<Append> underWay = new ArrayDeque<>();

    void watch(Append append) {
        underWay.add(append);
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** Ends what is late by {@code now}. */
    void check(long now) {
        Append first = underWay.peek();
        while (first != null && (first.isSettled() || first.isLate(now))) {
            underWay.remove();
            first.expire();
            first = underWay.peek();
        }
    }
}

package io.headwater.deploy.demo;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the events accepted since a moment that have arrived, each once, by the number its line gave it: the ledger's
 * arithmetic in small.
 */
final class Delivered {
    private final Instant since;
    private final Map<String, BitSet> arrived = new HashMap<>();
    private long count;

    Delivered(Instant since) {
        this.since = since;
    }

    /** Counts an arrival; a repeat, or an event of a former run that was still in Kafka, counts nothing. */
    synchronized void arrived(Arrival arrival) {
        BitSet numbers = arrived.computeIfAbsent(arrival.header("ce-edge"), line -> new BitSet());
        int number = Integer.parseInt(arrival.header("ce-seq"));
        if (!arrival.acceptedAt().isBefore(since) && !numbers.get(number)) {
            numbers.set(number);
            count++;
        }
    }

    synchronized long count() {
        return count;
    }
}

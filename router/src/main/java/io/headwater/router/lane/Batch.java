package io.headwater.router.lane;

import io.headwater.router.deliver.Attempt;
import java.util.List;

/** Events that travel together. Its composition never changes, so that every attempt is the same request. */
final class Batch {
    private final List<Owed> events;
    private final Attempt first;
    private int attempts;
    private final int earlier;
    /** When the next attempt is due; meaningful while it waits. */
    private long due;

    private Batch(List<Owed> events, int earlier) {
        this.events = List.copyOf(events);
        this.first = new Attempt(events.stream().map(Owed::event).toList(), 1);
        this.earlier = earlier;
    }

    static Batch of(List<Owed> events) {
        return new Batch(events, 0);
    }

    List<Owed> events() {
        return events;
    }

    int size() {
        return events.size();
    }

    /** Attempts of this very batch. */
    int attempts() {
        return attempts;
    }

    /** Attempts that carried these events, in this batch or one it is a half of. */
    int attemptsInAll() {
        return earlier + attempts;
    }

    long due() {
        return due;
    }

    Batch dueAt(long nanos) {
        due = nanos;
        return this;
    }

    Attempt nextAttempt() {
        attempts++;
        return attempts == 1 ? first : new Attempt(first.events(), attempts);
    }

    /** Two batches of half the events each. */
    List<Batch> halves() {
        int middle = size() / 2;
        return List.of(
                new Batch(events.subList(0, middle), attemptsInAll()),
                new Batch(events.subList(middle, size()), attemptsInAll()));
    }
}

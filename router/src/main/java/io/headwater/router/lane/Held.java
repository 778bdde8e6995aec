package io.headwater.router.lane;

import java.time.Duration;
import java.util.Optional;

/** An event while a lane has it, and how far its delivery has come. */
final class Held {
    private final Owed owed;
    private final boolean keepsInPlace;
    private final long enteredAt;
    private final long deadlineAt;
    private int attempts;
    private Duration retried;
    private String reason;
    private boolean theirs;
    private boolean in;
    private Optional<Side> side = Optional.empty();
    private Optional<Batch> batch = Optional.empty();

    /**
     * @param keepsInPlace whether it is tried again where it is, since its place among its key's events counts
     * @param enteredAt when the lane got it, on the scale of {@link Surroundings#nanos}
     * @param deadlineAt when its objective passes, on that scale
     */
    Held(Owed owed, boolean keepsInPlace, long enteredAt, long deadlineAt) {
        Standing standing = owed.standing();
        this.owed = owed;
        this.keepsInPlace = keepsInPlace;
        this.enteredAt = enteredAt;
        this.deadlineAt = deadlineAt;
        this.attempts = standing.attempts();
        this.retried = standing.retried();
        this.reason = standing.reason();
        this.theirs = standing.theirs();
    }

    Owed owed() {
        return owed;
    }

    boolean keepsInPlace() {
        return keepsInPlace;
    }

    long enteredAt() {
        return enteredAt;
    }

    long deadlineAt() {
        return deadlineAt;
    }

    int weight() {
        return owed.weight();
    }

    String key() {
        return owed.event().event().partitionKey();
    }

    /** Requests that carried it, in this lane and before. */
    int attempts() {
        return attempts;
    }

    /** Label of why its last attempt failed, or empty. */
    String reason() {
        return reason;
    }

    Duration retried() {
        return retried;
    }

    /** Whether it has failed alone before; it then travels alone. */
    boolean failsAlone() {
        return owed.standing().delays() > 0;
    }

    Standing standing() {
        return new Standing(
                attempts,
                retried,
                reason,
                owed.standing().delays(),
                owed.standing().stays(),
                theirs);
    }

    void tried() {
        attempts++;
    }

    /** Whether it is the destination that did not take it in time, if it comes late; else it is us. */
    boolean isTheirs() {
        return theirs;
    }

    /** From now on it is up to the destination. */
    void waitsForThem() {
        theirs = true;
    }

    void failed(String why) {
        reason = why;
    }

    void retriedFor(Duration more) {
        retried = retried.plus(more);
    }

    /** It takes room in the lane from now on. */
    void enters() {
        in = true;
    }

    /** It takes no room any more; returns whether it did. */
    boolean leaves() {
        boolean was = in;
        in = false;
        return was;
    }

    /** The side of the lane that has it; empty for what never waited in it. */
    Optional<Side> side() {
        return side;
    }

    void joins(Side its) {
        side = Optional.of(its);
    }

    Optional<Batch> batch() {
        return batch;
    }

    void travelsIn(Batch its) {
        batch = Optional.of(its);
    }
}

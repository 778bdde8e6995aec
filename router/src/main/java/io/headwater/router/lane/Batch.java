package io.headwater.router.lane;

import io.headwater.event.LoggedEvent;
import io.headwater.router.deliver.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Events that travel together. Its composition never changes, so that every attempt is the same request. */
final class Batch {
    static final long NEVER = Long.MAX_VALUE;

    private final List<Held> events;
    private final List<LoggedEvent> contents;
    private int number;
    private long since;
    private int failures;
    private long failingSince;
    private boolean failsAlone;
    private int unsettled;
    private Optional<Batch> follower = Optional.empty();
    /** When the next attempt is due; meaningful while it waits. */
    private long due;

    Batch(List<Held> events, long madeAt) {
        this.events = List.copyOf(events);
        this.contents = events.stream().map(each -> each.owed().event()).toList();
        this.since = madeAt;
        this.unsettled = events.size();
        events.forEach(each -> each.travelsIn(this));
    }

    List<Held> events() {
        return events;
    }

    Held first() {
        return events.get(0);
    }

    int size() {
        return events.size();
    }

    /** Whether a log keeps its events while they wait; the same for all of them. */
    boolean waits() {
        return first().owed().waits();
    }

    boolean keepsInPlace() {
        return first().keepsInPlace();
    }

    /** Attempts of this batch that failed in a row, while it was not clear whether the batch or the destination fails. */
    int failures() {
        return failures;
    }

    /**
     * What is delivered of attempts sent since then shows that the destination is well, and the fault is this batch's. When
     * it was made, of events or of another batch, or last failed alone.
     */
    long since() {
        return since;
    }

    long due() {
        return due;
    }

    Batch dueAt(long nanos) {
        due = nanos;
        return this;
    }

    Attempt nextAttempt() {
        number++;
        events.forEach(Held::tried);
        return new Attempt(contents, number, first().owed().replay());
    }

    void failed(String why, long now) {
        failures++;
        if (failures == 1) {
            failingSince = now;
        }
        events.forEach(each -> each.failed(why));
    }

    /** Its failures may not have been its own. */
    void forgive() {
        failures = 0;
    }

    /** Its failures were its own: what they took counts as time spent on retrying. */
    void failedAlone(long now) {
        Duration spent = Duration.ofNanos(now - failingSince);
        events.forEach(each -> each.retriedFor(spent));
        failingSince = now;
        since = now;
        failsAlone = true;
    }

    /** Whether it has failed while others were delivered; that it fails again says nothing of the destination. */
    boolean failsAlone() {
        return failsAlone;
    }

    /** Two batches of half the events each. */
    List<Batch> halves(long now) {
        int middle = size() / 2;
        return List.of(new Batch(events.subList(0, middle), now), new Batch(events.subList(middle, size()), now));
    }

    /** {@code next} may go only when every event of this batch is settled; whatever followed it before follows that one. */
    void leads(Batch next, Optional<Batch> after) {
        follower = Optional.of(next);
        next.follower = after;
    }

    Optional<Batch> follower() {
        return follower;
    }

    /** One of its events is settled; returns whether all are. */
    boolean settledOne() {
        unsettled--;
        return unsettled == 0;
    }
}

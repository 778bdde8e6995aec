package io.headwater.router.lane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Everything a lane holds, within its capacity, on two sides: what goes first, and the rest, which is at most half.
 * Batches under way take part of the room as well.
 */
final class Holdings {
    private final LaneSpec spec;
    private final Side first;
    private final Side rest;
    private final Amount all;
    private final Amount ofRest;

    /**
     * @param shared what all lanes hold
     * @param more whether more events are about to come to the first side
     */
    Holdings(LaneSpec spec, SharedMemory shared, BooleanSupplier more) {
        this.spec = spec;
        this.all = new Amount(shared);
        this.ofRest = new Amount(new SharedMemory(Long.MAX_VALUE)); // among all of them already
        this.first = new Side(spec, !spec.ordered(), more);
        this.rest = new Side(spec, false, () -> false); // a backlog comes as it was parked
    }

    /** How many events are in. */
    int events() {
        return all.events();
    }

    boolean hasRoom(boolean goesFirst, int weight) {
        LaneConfig.Capacity capacity = spec.lane().capacity();
        boolean room = all.fits(weight, capacity);
        return goesFirst ? room : room && ofRest.fits(weight, capacity.half());
    }

    /** Takes an event in; returns whether a batch is full with it. */
    boolean add(Held held) {
        enter(held);
        Side side = spec.goesFirst(held.owed()) ? first : rest;
        side.add(held);
        return side.fillsABatch();
    }

    /** Takes an event in that is about to leave as it is. */
    void enter(Held held) {
        held.enters();
        all.add(held);
        if (!spec.goesFirst(held.owed())) {
            ofRest.add(held);
        }
    }

    /** An event takes no room here any more, if it did. */
    void leave(Held held) {
        if (!held.leaves()) {
            return;
        }
        all.subtract(held);
        if (!spec.goesFirst(held.owed())) {
            ofRest.subtract(held);
        }
    }

    /** An event is delivered, or durable elsewhere. */
    void settled(Held held, long now) {
        held.side().ifPresent(side -> side.settled(held, now));
    }

    void retry(Batch batch) {
        batch.first().side().ifPresent(side -> side.retry(batch));
    }

    Optional<Batch> next(long now, boolean flush, long newFrom) {
        return first.next(now, flush, newFrom).or(() -> rest.next(now, flush, newFrom));
    }

    long readyAt(long newFrom) {
        return Math.min(first.readyAt(newFrom), rest.readyAt(newFrom));
    }

    /** One batch to find out with whether the destination is back: rather one that has not failed yet. */
    Optional<Batch> probe(long now) {
        return first.untried(now).or(() -> rest.untried(now)).or(first::tried).or(rest::tried);
    }

    /** When {@link #probe} will have something, now or never. */
    long probeReadyAt() {
        return hasUntried() || first.hasTried() || rest.hasTried() ? 0 : Batch.NEVER;
    }

    boolean hasUntried() {
        return first.hasUntried() || rest.hasUntried();
    }

    void forgive() {
        first.forgive();
        rest.forgive();
    }

    /** Takes out what is asked for and is not under way, in the order it came. It keeps its room until it leaves. */
    List<Held> remove(Predicate<Held> which) {
        List<Held> removed = new ArrayList<>(first.remove(which));
        removed.addAll(rest.remove(which));
        removed.sort(Comparator.comparingLong(Held::enteredAt));
        return removed;
    }
}

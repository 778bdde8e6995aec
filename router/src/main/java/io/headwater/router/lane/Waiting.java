package io.headwater.router.lane;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Events of a lane that were not sent yet, the one that goes next first: the one whose deadline is nearest, then those whose
 * deadline has passed, first in first out. They are late in any case, and use what time the others leave. Where order is kept, and
 * in a backlog, first in first out alone.
 * <pre>
 *   deadlines   now ─┬─ 12:00:01.2  12:00:01.3  12:00:01.3 …      passed: 11:59:40  11:59:58
 *                    └─ goes next                                 goes when nothing else is there
 * </pre>
 * Events mostly come by deadline, so most stand in a queue as they came; only those that do not cost a search.
 */
final class Waiting {
    private final boolean byDeadline;
    private final ArrayDeque<Held> inTurn = new ArrayDeque<>();
    private final PriorityQueue<Held> outOfTurn = new PriorityQueue<>(Comparator.comparingLong(Held::deadlineAt));
    private final ArrayDeque<Held> overdue = new ArrayDeque<>();

    Waiting(boolean byDeadline) {
        this.byDeadline = byDeadline;
    }

    void add(Held held) {
        boolean turn = !byDeadline
                || inTurn.isEmpty()
                || held.deadlineAt() >= inTurn.getLast().deadlineAt();
        if (turn) {
            inTurn.addLast(held);
        } else {
            outOfTurn.add(held);
        }
    }

    /** It goes before all others. */
    void addFirst(Held held) {
        inTurn.addFirst(held);
    }

    boolean isEmpty() {
        return inTurn.isEmpty() && outOfTurn.isEmpty() && overdue.isEmpty();
    }

    int size() {
        return inTurn.size() + outOfTurn.size() + overdue.size();
    }

    /** The one that goes next. To be asked while there is one. */
    Held first(long now) {
        return from(now).element();
    }

    void removeFirst(long now) {
        from(now).remove();
    }

    /** Since when the one has been read that would be sent next if time stood still; without regard to deadlines that pass. */
    long readSince() {
        long since = Long.MAX_VALUE;
        since = inTurn.isEmpty()
                ? since
                : Math.min(since, inTurn.getFirst().owed().consumedAt());
        since = outOfTurn.isEmpty()
                ? since
                : Math.min(since, outOfTurn.element().owed().consumedAt());
        return overdue.isEmpty()
                ? since
                : Math.min(since, overdue.getFirst().owed().consumedAt());
    }

    void removeIf(Predicate<Held> which) {
        inTurn.removeIf(which);
        outOfTurn.removeIf(which);
        overdue.removeIf(which);
    }

    void forEach(Consumer<Held> each) {
        inTurn.forEach(each);
        outOfTurn.forEach(each);
        overdue.forEach(each);
    }

    private java.util.Queue<Held> from(long now) {
        if (byDeadline) {
            putOff(inTurn, now);
            putOff(outOfTurn, now);
        }
        if (inTurn.isEmpty() && outOfTurn.isEmpty()) {
            return overdue;
        }
        boolean turn = outOfTurn.isEmpty()
                || (!inTurn.isEmpty()
                        && inTurn.element().deadlineAt() <= outOfTurn.element().deadlineAt());
        return turn ? inTurn : outOfTurn;
    }

    private void putOff(java.util.Queue<Held> from, long now) {
        while (!from.isEmpty() && from.element().deadlineAt() < now) {
            overdue.addLast(from.remove());
        }
    }
}

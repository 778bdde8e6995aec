package io.headwater.router.ledger;

import io.headwater.ledger.Fact.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one destination is owed of one line and what became of it, as sets of numbers. Each number is in the highest state it
 * was ever reported in.
 * <pre>
 *   owed ─┬─ in flight
 *         ├─ parked, filtered, duplicate, dead, late, on time
 *         └─ lost: a reading is done with it, and nobody said what became of it
 * </pre>
 */
final class DestinationBook {
    private final NumberSet owed = new NumberSet();
    /* Of those, the ones that a reading of the destination's own is to be done with, and not the one for everybody. */
    private final NumberSet awaited = new NumberSet();
    private final Map<State, NumberSet> states = new EnumMap<>(State.class);
    /* By how many stays in a backlog a number has had: where it was parked last, and which stays a reading is done with. */
    private final Map<Integer, NumberSet> parkedAt = new HashMap<>();
    private final Map<Integer, NumberSet> closedAt = new HashMap<>();
    private final NumberSet repeated = new NumberSet();
    private final NumberSet reportedTwice = new NumberSet();
    private final Map<String, NumberSet> deliveredBy = new HashMap<>();

    DestinationBook() {
        for (State state : State.values()) {
            states.put(state, new NumberSet());
        }
    }

    /** @param own whether a reading of the destination's own is to be done with them */
    void owed(String reporter, NumberSet numbers, boolean own) {
        owed.addAll(numbers);
        if (own) {
            awaited.addAll(numbers);
        }
        NumberSet said = deliveredBy.get(reporter);
        if (said != null) {
            said.removeAll(numbers);
        }
        risen(numbers, State.OWED);
    }

    void closed(NumberSet numbers, int stay) {
        closedAt.computeIfAbsent(stay, each -> new NumberSet()).addAll(numbers);
    }

    /**
     * They are in this state from now on, unless they were in a higher one.
     *
     * @param stay in which that happened
     */
    void ended(String reporter, NumberSet numbers, State state, int stay) {
        owed.addAll(numbers);
        if (state.isDelivered()) {
            delivered(reporter, numbers);
        }
        NumberSet risen = risen(numbers, state);
        parkedAt.forEach((at, parked) -> {
            if (state != State.PARKED || at < stay) {
                parked.removeAll(risen);
            }
        });
        if (state == State.PARKED) {
            parkedAt.computeIfAbsent(stay, each -> new NumberSet()).addAll(risen);
        }
    }

    /* Those of them that were in no higher state; they are in this one now, and in none below it. */
    private NumberSet risen(NumberSet numbers, State state) {
        NumberSet risen = numbers.copy();
        for (State higher : State.values()) {
            if (higher.compareTo(state) > 0) {
                risen.removeAll(of(higher));
            }
        }
        for (State lower : State.values()) {
            if (lower.compareTo(state) < 0) {
                of(lower).removeAll(risen);
            }
        }
        of(state).addAll(risen);
        return risen;
    }

    private void delivered(String reporter, NumberSet numbers) {
        NumberSet said = deliveredBy.computeIfAbsent(reporter, each -> new NumberSet());
        reportedTwice.addAll(numbers.and(said));
        said.addAll(numbers);
        for (State state : State.values()) {
            if (state.isDelivered()) {
                repeated.addAll(numbers.and(of(state)));
            }
        }
    }

    /** A reporter that is gone says nothing twice any more. */
    void forget(String reporter) {
        deliveredBy.remove(reporter);
    }

    NumberSet owed() {
        return owed;
    }

    NumberSet of(State state) {
        NumberSet set = states.get(state);
        if (set == null) {
            throw new IllegalStateException("every state has a set");
        }
        return set;
    }

    /** Delivered more than once, for whatever reason. */
    NumberSet repeated() {
        return repeated;
    }

    /** Reported as delivered twice by one router that had taken them up but once. */
    NumberSet reportedTwice() {
        return reportedTwice;
    }

    /**
     * What readings are done with though nothing became of it.
     *
     * @param closed that the reading for everybody is done with
     */
    NumberSet lost(NumberSet closed) {
        NumberSet inFlight = of(State.OWED);
        NumberSet lost = inFlight.and(closed);
        lost.removeAll(awaited);
        NumberSet ofOwn = closedAt.get(0);
        if (ofOwn != null) {
            lost.addAll(inFlight.and(ofOwn));
        }
        parkedAt.forEach((stay, parked) -> {
            NumberSet left = closedAt.get(stay);
            if (left != null) {
                lost.addAll(parked.and(left));
            }
        });
        return lost;
    }

    /** All its sets, for what is older than the ledger keeps to be taken out of. */
    Collection<NumberSet> sets() {
        List<NumberSet> all = new ArrayList<>(states.values());
        all.addAll(List.of(owed, awaited, repeated, reportedTwice));
        all.addAll(parkedAt.values());
        all.addAll(closedAt.values());
        all.addAll(deliveredBy.values());
        return all;
    }
}

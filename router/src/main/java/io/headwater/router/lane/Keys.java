package io.headwater.router.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Keeps the events of one key in order, where order is asked for: while any of them is out, those that come later stay
 * behind.
 * <pre>
 *   queue    a3 b2 c1 a2 b1
 *   out      a1                  next batch: b1 c1 b2     behind: a2 a3
 * </pre>
 */
final class Keys {
    private final boolean ordered;
    private final Map<String, Integer> out = new HashMap<>();
    private final Map<String, ArrayDeque<Held>> behind = new HashMap<>();

    /**
     * @param ordered false lets every event pass
     */
    Keys(boolean ordered) {
        this.ordered = ordered;
    }

    /** Takes an event that has to stay behind, or returns false. */
    boolean keepsBack(Held held) {
        if (!ordered || !out.containsKey(held.key())) {
            return false;
        }
        behind.computeIfAbsent(held.key(), key -> new ArrayDeque<>()).add(held);
        return true;
    }

    /** It goes out. Events of one key may do so together. */
    void goes(Held held) {
        if (ordered) {
            out.merge(held.key(), 1, Integer::sum);
        }
    }

    /** It is settled. Returns what stayed behind and may go now, in order. */
    List<Held> settled(Held held) {
        if (!ordered || out.merge(held.key(), -1, Integer::sum) > 0) {
            return List.of();
        }
        out.remove(held.key());
        ArrayDeque<Held> freed = behind.remove(held.key());
        return freed == null ? List.of() : List.copyOf(freed);
    }

    /** Takes out those of the events behind that are asked for. */
    List<Held> remove(Predicate<Held> which) {
        List<Held> removed = new ArrayList<>();
        Iterator<ArrayDeque<Held>> each = behind.values().iterator();
        while (each.hasNext()) {
            ArrayDeque<Held> events = each.next();
            events.removeIf(held -> which.test(held) && removed.add(held));
            if (events.isEmpty()) {
                each.remove();
            }
        }
        return removed;
    }
}

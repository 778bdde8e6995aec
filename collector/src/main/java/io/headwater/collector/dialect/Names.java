package io.headwater.collector.dialect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds a key that stands twice in one object, for objects nested in each other. */
final class Names {
    private static final int FEW = 16;

    /* Those of open objects, the outermost first, and behind them what is kept for the next ones. */
    private final List<Level> levels = new ArrayList<>();
    private int open;

    void enter() {
        if (open == levels.size()) {
            levels.add(new Level());
        }
        open++;
    }

    void leave() {
        open--;
        levels.get(open).clear();
    }

    /** Takes the next key of the innermost object; false when it stood there before. */
    boolean add(String name) {
        return levels.get(open - 1).add(name);
    }

    /** One object's keys: a short list, compared by hash first, while they are few, a set when they are many. */
    private static final class Level {
        private final String[] few = new String[FEW];
        private final int[] hashes = new int[FEW];
        private int size;
        private Set<String> many = Set.of();

        boolean add(String name) {
            if (size > FEW) {
                return many.add(name);
            }
            int hash = name.hashCode();
            for (int i = 0; i < size; i++) {
                if (hashes[i] == hash && few[i].equals(name)) {
                    return false;
                }
            }
            if (size < FEW) {
                few[size] = name;
                hashes[size] = hash;
            } else {
                many = new HashSet<>(Arrays.asList(few));
                many.add(name);
            }
            size++;
            return true;
        }

        void clear() {
            size = 0;
            many = Set.of();
        }
    }
}

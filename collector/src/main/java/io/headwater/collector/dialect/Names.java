package io.headwater.collector.dialect;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Finds a key that stands twice in one object, for objects nested in each other. */
final class Names {
    private static final int FEW = 16;

    private final Deque<Level> open = new ArrayDeque<>();
    private final Deque<Level> spare = new ArrayDeque<>();

    void enter() {
        open.push(spare.isEmpty() ? new Level() : spare.pop());
    }

    void leave() {
        Level level = open.pop();
        level.clear();
        spare.push(level);
    }

    /** Takes the next key of the innermost object; false when it stood there before. */
    boolean add(String name) {
        return open.element().add(name);
    }

    /** One object's keys: a short list, compared by hash first, while they are few, a set when they are many. */
    private static final class Level {
        private final String[] few = new String[FEW];
        private final int[] hashes = new int[FEW];
        private int size;
        private Set<String> many = Set.of();

        boolean add(String name) {
            if (!many.isEmpty()) {
                return many.add(name);
            }
            int hash = name.hashCode();
            for (int i = 0; i < size; i++) {
                if (hashes[i] == hash && few[i].equals(name)) {
                    return false;
                }
            }
            if (size == FEW) {
                many = new HashSet<>(Arrays.asList(few));
                return many.add(name);
            }
            few[size] = name;
            hashes[size] = hash;
            size++;
            return true;
        }

        void clear() {
            size = 0;
            many = Set.of();
        }
    }
}

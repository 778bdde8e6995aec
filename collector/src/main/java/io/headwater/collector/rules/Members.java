package io.headwater.collector.rules;

import java.util.HashMap;
import java.util.Map;

/** Paths of members as a tree, each with what is done there. */
final class Members {
    /** What is done with a member. */
    enum Act {
        /** It is looked into. */
        ENTER,
        REMOVE,
        TRUNCATE,
        HASH
    }

    private final Act act;
    private final Map<String, Members> inner = new HashMap<>();

    Members(Act act) {
        this.act = act;
    }

    /** Adds a path, names joined by dots. */
    void add(String path, Act what) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            inner.put(path, new Members(what));
        } else {
            inner.computeIfAbsent(path.substring(0, dot), name -> new Members(Act.ENTER))
                    .add(path.substring(dot + 1), what);
        }
    }

    Act act() {
        return act;
    }

    boolean has(String name) {
        return inner.containsKey(name);
    }

    /** What is named below {@code name}; fails where nothing is. */
    Members below(String name) {
        Members below = inner.get(name);
        if (below == null) {
            throw new IllegalArgumentException("nothing is named " + name);
        }
        return below;
    }
}

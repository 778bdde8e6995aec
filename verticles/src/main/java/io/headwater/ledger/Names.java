package io.headwater.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of a report being made, each at the place it was first used. */
public final class Names {
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    public int place(String name) {
        Integer known = places.get(name);
        if (known != null) {
            return known;
        }
        places.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    public List<String> all() {
        return List.copyOf(names);
    }
}

package io.headwater.deploy.testkit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What clients sent, how often, and what of it was acknowledged: one side of the reconciliation. */
public final class ClientAccount {
    private final Map<Receipt, Integer> sent = new HashMap<>();
    private final Map<String, Set<Receipt>> byId = new HashMap<>();
    private final Set<Receipt> acked = new HashSet<>();

    public void sent(Receipt event) {
        sent.merge(event, 1, Integer::sum);
        byId.computeIfAbsent(event.id(), id -> new HashSet<>()).add(event);
    }

    public void acked(Receipt event) {
        if (!sent.containsKey(event)) {
            throw new IllegalStateException("acknowledged before it was sent: " + event);
        }
        acked.add(event);
    }

    /** Everything sent so far under the id. */
    public void acked(String id) {
        if (!knows(id)) {
            throw new IllegalStateException("acknowledged before it was sent: " + id);
        }
        acked.addAll(byId.getOrDefault(id, Set.of()));
    }

    Set<Receipt> sent() {
        return sent.keySet();
    }

    Set<Receipt> acked() {
        return acked;
    }

    int timesSent(Receipt event) {
        return sent.getOrDefault(event, 0);
    }

    boolean knows(String id) {
        return byId.containsKey(id);
    }
}

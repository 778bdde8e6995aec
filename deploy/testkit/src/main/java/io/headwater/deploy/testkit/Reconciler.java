package io.headwater.deploy.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The judge of every fault test: compares what clients were promised with what one destination got.
 *
 * <pre>
 *   lost          acknowledged, neither received nor dead           must be empty
 *   phantom       received or dead under an id nobody sent          must be empty
 *   corrupt       received or dead with data not sent for its id    must be empty
 *   duplicates    received more often than sent                     counted
 *   indeterminate sent, never acknowledged                          counted; may arrive or not
 * </pre>
 *
 * <p>An event is its id and its data's hash, because clients may send one id several times with other data: each is owed. Data
 * that was changed on the way is therefore corrupt as what it became, and lost as what it was.
 */
public final class Reconciler {
    private Reconciler() {}

    /** Judges one destination: its receipts with repeats, and the dead letters that are its own. */
    public static Verdict judge(ClientAccount client, Collection<Receipt> received, Collection<Receipt> dead) {
        Set<Receipt> arrived = new HashSet<>(received);
        arrived.addAll(dead);
        Set<Receipt> known = those(arrived, event -> client.knows(event.id()));
        return new Verdict(
                client.acked().size(),
                those(client.acked(), event -> !arrived.contains(event)),
                those(arrived, event -> !client.knows(event.id())),
                those(known, event -> client.timesSent(event) == 0),
                duplicates(client, received),
                those(client.sent(), event -> !client.acked().contains(event)));
    }

    private static Set<Receipt> those(Set<Receipt> events, Predicate<Receipt> condition) {
        return events.stream().filter(condition).collect(Collectors.toSet());
    }

    private static Map<Receipt, Integer> duplicates(ClientAccount client, Collection<Receipt> received) {
        Map<Receipt, Integer> times = new HashMap<>();
        received.forEach(event -> times.merge(event, 1, Integer::sum));
        Map<Receipt, Integer> more = new HashMap<>();
        times.forEach((event, n) -> {
            int extra = n - Math.max(1, client.timesSent(event));
            if (extra > 0) {
                more.put(event, extra);
            }
        });
        return more;
    }
}

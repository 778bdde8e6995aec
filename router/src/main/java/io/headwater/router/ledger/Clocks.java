package io.headwater.router.ledger;

import io.headwater.ledger.EdgeReport;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the clocks of edges and routers are ahead of Kafka's. A report says when it was made, Kafka when it came: the least
 * difference of late is what the clocks differ by, and the time the quickest took, which is a millisecond or two.
 */
public final class Clocks {
    /* How many reports the least is taken of. */
    private static final int OF_LATE = 30;
    /* How much longer than the quickest a sign may be on its way to count as fresh. */
    private static final long FRESH_MICROS = 5_000_000;

    private final Map<String, Quickest> edges = new TreeMap<>();
    private final Map<String, Quickest> routers = new TreeMap<>();

    /** In microseconds, by site and by router; above zero for a clock that is ahead. */
    public record Offsets(Map<String, Long> edges, Map<String, Long> routers) {}

    /** The quickest of the last reports. */
    private static final class Quickest {
        private final long[] last = new long[OF_LATE];
        private int count;

        long add(long onItsWay) {
            last[count % OF_LATE] = onItsWay;
            count++;
            return least();
        }

        long least() {
            long least = last[0];
            for (int i = 1; i < Math.min(count, OF_LATE); i++) {
                least = Math.min(least, last[i]);
            }
            return least;
        }
    }

    /** Whether an edge's sign of life was long on its way, by how long the quickest of its last ones were. */
    boolean isLate(EdgeReport sign, long appendedAt) {
        long onItsWay = appendedAt * 1_000 - sign.at();
        long quickest =
                edges.computeIfAbsent(sign.site(), each -> new Quickest()).add(onItsWay);
        return onItsWay - quickest > FRESH_MICROS;
    }

    void router(String reporter, long onItsWay) {
        routers.computeIfAbsent(reporter, each -> new Quickest()).add(onItsWay);
    }

    Offsets offsets() {
        return new Offsets(ahead(edges), ahead(routers));
    }

    private static Map<String, Long> ahead(Map<String, Quickest> clocks) {
        Map<String, Long> ahead = new TreeMap<>();
        clocks.forEach((who, quickest) -> ahead.put(who, -quickest.least()));
        return ahead;
    }
}

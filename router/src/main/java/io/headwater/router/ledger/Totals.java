package io.headwater.router.ledger;

import java.util.EnumMap;
import java.util.Map;

/** How many events are not as they should be. */
final class Totals {
    private final Map<Hop, Long> lost = new EnumMap<>(Hop.class);
    long stranded;
    long unconfirmed;
    long phantoms;
    long reportedTwice;

    void lost(Hop hop, long more) {
        lost.merge(hop, more, Long::sum);
    }

    long lost(Hop hop) {
        return lost.getOrDefault(hop, 0L);
    }
}

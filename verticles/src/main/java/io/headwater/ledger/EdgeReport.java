package io.headwater.ledger;

import io.headwater.event.Line;
import java.util.List;

/**
 * A forwarder's sign of life, every few seconds.
 *
 * @param given for each partition, how many numbers it has given out
 * @param undrained records that wait in the edge's spool
 * @param last whether it has ended properly, so that nothing more is to come
 * @param at the edge's clock when it was made, in microseconds since 1970
 */
public record EdgeReport(
        String site, String incarnation, String region, List<Long> given, long undrained, boolean last, long at)
        implements Report {
    public EdgeReport {
        given = List.copyOf(given);
    }

    /** Whether the line is one of this incarnation's. */
    public boolean numbers(Line line) {
        return line.site().equals(site)
                && line.incarnation().equals(incarnation)
                && line.region().equals(region);
    }

    @Override
    public String key() {
        return site + "." + incarnation + "." + region;
    }
}

package io.headwater.ledger;

import java.util.List;

/**
 * A forwarder's sign of life, every few seconds.
 *
 * @param given for each partition, how many numbers it has given out
 * @param undrained records that wait in the edge's spool
 * @param last whether it has ended properly, so that nothing more is to come
 * @param at the edge's clock when it was made, in microseconds since 1970
 * @param lags it measured since its sign before
 */
public record EdgeReport(
        String site,
        String incarnation,
        String region,
        List<Long> given,
        long undrained,
        boolean last,
        long at,
        List<Measured> lags)
        implements Report {
    public EdgeReport {
        given = List.copyOf(given);
        lags = List.copyOf(lags);
    }

    @Override
    public String key() {
        return site + "." + incarnation + "." + region;
    }
}

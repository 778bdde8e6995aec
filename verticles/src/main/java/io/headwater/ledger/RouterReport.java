package io.headwater.ledger;

import java.util.List;

/**
 * A router's sign of life, and the lag it measured since the one before.
 *
 * @param reporter {@code group/life}
 * @param at the router's clock when it was made, in microseconds since 1970
 */
public record RouterReport(String reporter, String region, long at, List<Measured> lags) implements Report {
    public RouterReport {
        lags = List.copyOf(lags);
    }

    @Override
    public String key() {
        return reporter;
    }
}

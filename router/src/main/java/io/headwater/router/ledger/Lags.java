package io.headwater.router.ledger;

import io.headwater.ledger.LagHistogram;
import io.headwater.ledger.Measured;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** How long events took, hop by hop and in total, by the minute in which it was measured. */
public final class Lags {
    private final NavigableMap<Long, SortedMap<String, Lag>> minutes = new TreeMap<>();

    /** How long events took for one hop; {@code destination} is empty for hops that lead to none yet. */
    public record Lag(String region, String hop, String destination, LagHistogram times) {}

    void add(String region, List<Measured> lags) {
        for (Measured each : lags) {
            SortedMap<String, Lag> minute = minutes.computeIfAbsent(each.minute(), at -> new TreeMap<>());
            add(minute, new Lag(region, each.hop(), each.destination(), each.times()));
        }
    }

    private static void add(SortedMap<String, Lag> to, Lag lag) {
        String key = lag.region() + " " + lag.destination() + " " + lag.hop();
        to.computeIfAbsent(key, each -> new Lag(lag.region(), lag.hop(), lag.destination(), new LagHistogram()))
                .times()
                .add(lag.times());
    }

    Collection<Lag> between(long fromMinute, long toMinute) {
        SortedMap<String, Lag> all = new TreeMap<>();
        minutes.subMap(fromMinute, true, toMinute, false)
                .values()
                .forEach(each -> each.values().forEach(lag -> add(all, lag)));
        return all.values();
    }

    void forgetBefore(long minute) {
        minutes.headMap(minute, false).clear();
    }
}

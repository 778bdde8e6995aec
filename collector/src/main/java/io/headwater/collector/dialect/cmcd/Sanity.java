package io.headwater.collector.dialect.cmcd;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;

/** Names the keys whose values no player can mean (CTA-5004-B has no limits; these are far beyond any use). */
final class Sanity {
    private static final BigDecimal DAY_MILLIS = BigDecimal.valueOf(86_400_000L);
    private static final BigDecimal KBPS = BigDecimal.valueOf(100_000_000L);
    private static final BigDecimal COUNT = BigDecimal.valueOf(1_000_000_000L);
    private static final long DAY_SECONDS = 86_400;
    private static final BigDecimal FIRST_TIME = BigDecimal.valueOf(1_262_304_000_000L); // 2010

    /** The most a key can mean; none means less than nothing. */
    private static final Map<String, BigDecimal> MOST = Map.ofEntries(
            Map.entry("ab", KBPS),
            Map.entry("bg", BigDecimal.ONE),
            Map.entry("bl", DAY_MILLIS),
            Map.entry("br", KBPS),
            Map.entry("bsa", COUNT),
            Map.entry("bsd", DAY_MILLIS),
            Map.entry("bsda", DAY_MILLIS),
            Map.entry("d", DAY_MILLIS),
            Map.entry("dfa", COUNT),
            Map.entry("dl", DAY_MILLIS),
            Map.entry("lab", KBPS),
            Map.entry("lb", KBPS),
            Map.entry("ltc", DAY_MILLIS),
            Map.entry("msd", DAY_MILLIS),
            Map.entry("mtp", KBPS),
            Map.entry("pb", KBPS),
            Map.entry("pr", BigDecimal.valueOf(100)),
            Map.entry("pt", DAY_MILLIS.multiply(BigDecimal.valueOf(366))),
            Map.entry("rc", BigDecimal.valueOf(999)),
            Map.entry("rtp", KBPS),
            Map.entry("sn", COUNT),
            Map.entry("tab", KBPS),
            Map.entry("tb", KBPS),
            Map.entry("tbl", DAY_MILLIS),
            Map.entry("tpb", KBPS),
            Map.entry("ttfb", DAY_MILLIS),
            Map.entry("ttfbb", DAY_MILLIS),
            Map.entry("ttlb", DAY_MILLIS));

    private Sanity() {}

    /** The keys of such values, joined by commas; a time is one from before CMCD or a day from now. */
    static String suspects(Dictionary cmcd, Instant at) {
        StringJoiner suspects = new StringJoiner(",");
        for (String key : cmcd.keys()) {
            BigDecimal most = MOST.get(key);
            boolean suspect = most != null
                    && cmcd.numbers(key).stream().anyMatch(each -> each.signum() < 0 || each.compareTo(most) > 0);
            if (suspect || (key.equals("ts") && cmcd.numbers(key).stream().anyMatch(each -> isNoTime(each, at)))) {
                suspects.add(key);
            }
        }
        return suspects.toString();
    }

    private static boolean isNoTime(BigDecimal millis, Instant at) {
        return millis.compareTo(FIRST_TIME) < 0
                || millis.compareTo(
                                BigDecimal.valueOf(at.plusSeconds(DAY_SECONDS).toEpochMilli()))
                        > 0;
    }
}

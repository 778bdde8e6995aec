package io.headwater.router.replay;

import static io.headwater.config.Checks.check;

import io.headwater.router.deliver.Rate;

/**
 * How events are delivered again ({@code replay} in the configuration).
 *
 * @param rate events a second where a replay names no other, all routers together
 * @param atOnce replays that may be going on or paused
 */
public record ReplayConfig(Rate rate, int atOnce) {
    private static final int MOST_RATE = 1_000_000;

    public ReplayConfig {
        check(rate.perSecond() >= 1 && rate.perSecond() <= MOST_RATE, "replay.rate", "must be 1/s to 1000000/s", rate);
        check(atOnce >= 1 && atOnce <= 100, "replay.atOnce", "must be 1 to 100", atOnce);
    }

    /** Reads the rate a replay asks for; fails with {@link IllegalArgumentException} where it is none or out of bounds. */
    public static int rate(String text) {
        double rate = Rate.parse(text).perSecond();
        if (rate < 1 || rate > MOST_RATE) {
            throw new IllegalArgumentException("'" + text + "' must be 1/s to 1000000/s");
        }
        return (int) rate;
    }
}

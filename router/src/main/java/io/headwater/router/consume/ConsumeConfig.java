package io.headwater.router.consume;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How the router reads the log ({@code consume} in the configuration).
 *
 * @param group routers of one group share the partitions; the names of the other groups begin with it
 * @param commitEvery how often settled offsets are committed; what was settled since is delivered again after a kill
 * @param topicsWithin how long start waits for the topics before it goes on trying in the background
 * @param retryEvery between tries to read commits, or to write backlogs and dead letters, while Kafka is away
 * @param stalledAfter a partition with events of which none is settled for so long, and for longer than any attempt may
 *     take, makes the router unhealthy
 */
public record ConsumeConfig(
        String group, Duration commitEvery, Duration topicsWithin, Duration retryEvery, Duration stalledAfter) {
    public ConsumeConfig {
        check(!group.isBlank(), "consume.group", "must not be empty", group);
        check(commitEvery.toMillis() >= 10, "consume.commitEvery", "must be at least 10ms", commitEvery);
        check(commitEvery.toMillis() <= 1_000, "consume.commitEvery", "must be at most 1s", commitEvery);
        check(topicsWithin.toMillis() >= 1, "consume.topicsWithin", "must be positive", topicsWithin);
        check(retryEvery.toMillis() >= 10, "consume.retryEvery", "must be at least 10ms", retryEvery);
        check(stalledAfter.toSeconds() >= 1, "consume.stalledAfter", "must be at least 1s", stalledAfter);
    }
}

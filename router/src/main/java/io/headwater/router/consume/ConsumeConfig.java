package io.headwater.router.consume;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How the router reads the log ({@code consume} in the configuration).
 *
 * @param group routers of one group share the partitions
 * @param commitEvery how often settled offsets are committed
 * @param topicsWithin how long start waits for the topics before it goes on trying in the background
 * @param retryEvery between tries to read the committed offsets while Kafka is away
 */
public record ConsumeConfig(String group, Duration commitEvery, Duration topicsWithin, Duration retryEvery) {
    public ConsumeConfig {
        check(!group.isBlank(), "consume.group", "must not be empty", group);
        check(commitEvery.toMillis() >= 10, "consume.commitEvery", "must be at least 10ms", commitEvery);
        check(topicsWithin.toMillis() >= 1, "consume.topicsWithin", "must be positive", topicsWithin);
        check(retryEvery.toMillis() >= 10, "consume.retryEvery", "must be at least 10ms", retryEvery);
    }
}

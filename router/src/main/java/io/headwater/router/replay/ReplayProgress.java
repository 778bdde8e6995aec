package io.headwater.router.replay;

import io.headwater.kafka.Topics;
import io.headwater.router.control.ReplayOrder;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a replay is, as the commits of its group tell: the offset that is read next, and as metadata how many events
 * of the partition were copied so far.
 */
public record ReplayProgress(long read, long copied, boolean complete) {

    public static ReplayProgress of(ReplayOrder order, Map<TopicPartition, OffsetAndMetadata> commits) {
        long read = 0;
        long copied = 0;
        boolean complete = true;
        for (Map.Entry<Integer, ReplayOrder.Range> each : order.ranges().entrySet()) {
            ReplayOrder.Range range = each.getValue();
            OffsetAndMetadata commit = commits.get(new TopicPartition(Topics.EVENTS, each.getKey()));
            long at = commit == null ? range.start() : commit.offset();
            read += Math.max(0, Math.min(at, range.end()) - range.start());
            copied += commit == null ? 0 : copied(commit);
            complete &= at >= range.end();
        }
        return new ReplayProgress(read, copied, complete);
    }

    static OffsetAndMetadata commit(long next, long copied) {
        return new OffsetAndMetadata(next, Long.toString(copied));
    }

    static long copied(OffsetAndMetadata commit) {
        String text = commit.metadata();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}

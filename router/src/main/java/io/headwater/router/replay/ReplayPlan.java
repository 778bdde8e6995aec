package io.headwater.router.replay;

import io.headwater.event.SourceId;
import io.headwater.kafka.LogReader;
import io.headwater.kafka.Topics;
import io.headwater.router.control.ReplayOrder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How much a replay would deliver. The log says exactly how many events lie in the time range; how many of them go to the
 * destination is counted where there are few, else estimated from stretches spread evenly over the range.
 *
 * @param range events of everybody that lie in the time range
 * @param events of those, the ones that would be delivered again
 * @param bytes of their data
 * @param exact whether all were looked at
 */
public record ReplayPlan(long range, long events, long bytes, boolean exact) {
    private static final long MOST_LOOKED = 20_000;
    private static final long STRETCH = 500;

    /** Where the time range lies: offsets by partition. Blocks. */
    public static SortedMap<Integer, ReplayOrder.Range> ranges(LogReader reader, Instant from, Instant to) {
        List<TopicPartition> partitions = reader.partitions(Topics.EVENTS);
        Map<TopicPartition, Long> firsts = reader.firsts(partitions);
        Map<TopicPartition, Long> starts = reader.at(partitions, from);
        Map<TopicPartition, Long> ends = reader.at(partitions, to);
        Map<Integer, ReplayOrder.Range> ranges = new HashMap<>();
        partitions.forEach(each -> ranges.put(
                each.partition(),
                new ReplayOrder.Range(
                        Math.max(starts.getOrDefault(each, 0L), firsts.getOrDefault(each, 0L)),
                        ends.getOrDefault(each, 0L))));
        return ReplayOrder.ranges(ranges);
    }

    /** Looks. Blocks. */
    public static ReplayPlan of(LogReader reader, ReplayOrder.Scope scope, Set<SourceId> leading) {
        SortedMap<Integer, ReplayOrder.Range> ranges = ranges(reader, scope.from(), scope.to());
        long range = ranges.values().stream().mapToLong(ReplayOrder.Range::size).sum();
        Tally tally = new Tally(new ReplayScope(scope, leading));
        ranges.forEach((partition, each) -> {
            TopicPartition place = new TopicPartition(Topics.EVENTS, partition);
            for (ReplayOrder.Range stretch : stretches(each, range)) {
                reader.read(place, stretch.start(), stretch.end(), tally::add);
            }
        });
        return tally.plan(range);
    }

    /** What of one partition is looked at, so that over all partitions it is no more than is to be looked at. */
    static List<ReplayOrder.Range> stretches(ReplayOrder.Range partition, long inAll) {
        if (inAll <= MOST_LOOKED) {
            return List.of(partition);
        }
        long share = Math.max(1, MOST_LOOKED * partition.size() / inAll);
        long count = Math.max(1, share / STRETCH);
        long length = Math.min(STRETCH, partition.size());
        long step = Math.max(length, partition.size() / count);
        return LongStream.range(0, count)
                .map(each -> partition.start() + each * step)
                .filter(start -> start + length <= partition.end())
                .mapToObj(start -> new ReplayOrder.Range(start, start + length))
                .toList();
    }

    private static final class Tally {
        private final ReplayScope scope;
        private long looked;
        private long taken;
        private long bytes;

        Tally(ReplayScope scope) {
            this.scope = scope;
        }

        void add(ConsumerRecord<byte[], byte[]> record) {
            looked++;
            if (scope.takes(record)) {
                taken++;
                bytes += record.value() == null ? 0 : record.value().length;
            }
        }

        ReplayPlan plan(long range) {
            if (looked >= range) {
                return new ReplayPlan(range, taken, bytes, true);
            }
            double scale = looked == 0 ? 0 : (double) range / looked;
            return new ReplayPlan(range, Math.round(taken * scale), Math.round(bytes * scale), false);
        }
    }
}

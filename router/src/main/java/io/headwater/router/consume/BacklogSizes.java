package io.headwater.router.consume;

import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.Topics;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.deliver.DestinationId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many events stand in each destination's backlog: {@code headwater.backlog.events}, the end of each partition read
 * here less what is committed. Each router counts the partitions it reads, so the sum over routers is the whole.
 */
final class BacklogSizes {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogSizes.class);

    private final LogAdmin admin;
    private final String group;
    private final MeterRegistry meters;
    private final Map<DestinationId, AtomicLong> sizes = new HashMap<>();
    private Future<Void> latest = Future.succeededFuture();

    BacklogSizes(LogAdmin admin, String group, MeterRegistry meters) {
        this.admin = admin;
        this.group = group;
        this.meters = meters;
    }

    /** Looks again at those of the partitions that are backlogs, unless it is still looking. */
    void look(Set<TopicPartition> partitions) {
        Set<TopicPartition> backlogs = partitions.stream()
                .filter(each -> each.topic().startsWith(Topics.BACKLOG))
                .collect(Collectors.toSet());
        if (latest.isComplete() && !(backlogs.isEmpty() && sizes.isEmpty())) {
            latest = count(backlogs)
                    .onFailure(error -> LOG.debug("The backlogs' sizes stay as they were", error))
                    .otherwiseEmpty();
        }
    }

    private Future<Void> count(Set<TopicPartition> partitions) {
        Future<Map<TopicPartition, OffsetAndMetadata>> committed = admin.committed(group);
        Future<Map<TopicPartition, Long>> firsts = admin.firsts(partitions);
        Future<Map<TopicPartition, Long>> ends = admin.ends(partitions);
        return Future.all(committed, firsts, ends)
                .onSuccess(all -> set(committed.result(), firsts.result(), ends.result()))
                .mapEmpty();
    }

    private void set(
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> firsts,
            Map<TopicPartition, Long> ends) {
        Map<DestinationId, Long> counted = new HashMap<>();
        ends.forEach((partition, end) -> {
            long first = firsts.getOrDefault(partition, 0L);
            OffsetAndMetadata commit = committed.getOrDefault(partition, new OffsetAndMetadata(first));
            long owed = Math.max(0, end - Math.max(first, commit.offset()));
            ParkedRecord.destination(partition.topic()).ifPresent(id -> counted.merge(id, owed, Long::sum));
        });
        counted.forEach((id, owed) -> size(id).set(owed));
        sizes.forEach((id, size) -> size.set(counted.getOrDefault(id, 0L)));
    }

    private AtomicLong size(DestinationId destination) {
        return sizes.computeIfAbsent(destination, each -> {
            AtomicLong size = new AtomicLong();
            Gauge.builder("headwater.backlog.events", size, AtomicLong::get)
                    .description("Events that stand in a destination's backlog, in the partitions read here")
                    .tag("destination", each.toString())
                    .register(meters);
            return size;
        });
    }
}

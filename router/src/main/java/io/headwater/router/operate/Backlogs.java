package io.headwater.router.operate;

import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.LogReader;
import io.headwater.kafka.LogReaders;
import io.headwater.kafka.Topics;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.route.Routing;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How much waits in Kafka for each destination and since when, all routers together: what of its topics the groups that
 * read them have not committed. For a destination that asks for order also what its own group has still to read, which
 * may hold events of others.
 */
final class Backlogs {
    private final LogAdmin admin;
    private final LogReaders readers;
    private final String group;
    private final Supplier<Routing> routing;

    /**
     * @param oldest when what waits longest came there
     */
    record Backlog(long events, Optional<Instant> oldest) {
        static final Backlog NONE = new Backlog(0, Optional.empty());

        Backlog plus(Backlog other) {
            Optional<Instant> first = oldest.isPresent() && other.oldest.isPresent()
                    ? Optional.of(oldest.get().isBefore(other.oldest.get()) ? oldest.get() : other.oldest.get())
                    : oldest.or(other::oldest);
            return new Backlog(events + other.events, first);
        }
    }

    /** A topic that a group reads for somebody. */
    private record Read(String group, String topic, DestinationId destination) {}

    Backlogs(LogAdmin admin, LogReaders readers, String group, Supplier<Routing> routing) {
        this.admin = admin;
        this.readers = readers;
        this.group = group;
        this.routing = routing;
    }

    Future<Map<DestinationId, Backlog>> of(Set<DestinationId> destinations) {
        Set<DestinationId> ordered = routing.get().ordered();
        List<Read> reads = new ArrayList<>();
        for (DestinationId id : destinations) {
            reads.add(new Read(group + ".backlog", ParkedRecord.topic(id), id));
            if (ordered.contains(id)) {
                reads.add(new Read(group + "." + id.tenant() + "." + id.name(), Topics.EVENTS, id));
            }
        }
        Map<String, Future<Map<TopicPartition, OffsetAndMetadata>>> commits = new HashMap<>();
        reads.forEach(each -> commits.computeIfAbsent(each.group(), admin::committed));
        return Future.all(List.copyOf(commits.values()))
                .compose(all -> readers.read("headwater-backlogs", reader -> look(reader, reads, commits)));
    }

    private static Map<DestinationId, Backlog> look(
            LogReader reader, List<Read> reads, Map<String, Future<Map<TopicPartition, OffsetAndMetadata>>> commits) {
        Map<DestinationId, Backlog> backlogs = new HashMap<>();
        for (Read each : reads) {
            Future<Map<TopicPartition, OffsetAndMetadata>> committed =
                    commits.getOrDefault(each.group(), Future.succeededFuture(Map.of()));
            Backlog backlog = look(reader, each.topic(), committed.result());
            backlogs.merge(each.destination(), backlog, Backlog::plus);
        }
        return backlogs;
    }

    private static Backlog look(LogReader reader, String topic, Map<TopicPartition, OffsetAndMetadata> committed) {
        List<TopicPartition> partitions = reader.partitions(topic);
        Map<TopicPartition, Long> firsts = reader.firsts(partitions);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        Backlog all = Backlog.NONE;
        for (TopicPartition each : partitions) {
            long first = firsts.getOrDefault(each, 0L);
            long end = ends.getOrDefault(each, 0L);
            long from = Math.max(
                    first,
                    committed.getOrDefault(each, new OffsetAndMetadata(first)).offset());
            if (from < end) {
                List<Instant> head = new ArrayList<>(1);
                reader.read(each, from, from + 1, record -> head.add(Instant.ofEpochMilli(record.timestamp())));
                all = all.plus(new Backlog(end - from, head.stream().findFirst()));
            }
        }
        return all;
    }
}

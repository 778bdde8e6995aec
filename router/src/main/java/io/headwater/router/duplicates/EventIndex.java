package io.headwater.router.duplicates;

import io.headwater.kafka.EventRecords;
import io.headwater.kafka.LogReader;
import io.headwater.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds events by id: where {@code hw.index} says they stand, the latest first looked for, and in the log itself what
 * routers have not indexed yet. Blocking.
 */
public final class EventIndex {
    private static final List<Duration> BACK =
            List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24), Duration.ofDays(3_650));
    /* Of each partition; what the index lags behind is half a second of events. */
    private static final long UNINDEXED = 20_000;

    private final LogReader reader;
    private final String id;
    private final Set<Long> identities = new HashSet<>();

    /**
     * Looks for one id.
     *
     * @param sources as records name them, of which the event may be
     * @param clientSource the source a CloudEvent had at the client, or empty
     */
    public EventIndex(LogReader reader, String id, Collection<String> sources, String clientSource) {
        this.reader = reader;
        this.id = id;
        sources.forEach(source -> identities.add(Fingerprint.identity(source, id, clientSource)));
    }

    /** The records of events with this id, earliest first in each partition; none where nobody knows of it. */
    public List<ConsumerRecord<byte[], byte[]>> find(Instant now) {
        List<TopicPartition> index = reader.partitions(Topics.INDEX);
        Map<TopicPartition, Long> until = reader.ends(index);
        for (Duration back : BACK) {
            Map<TopicPartition, Long> from = reader.at(index, now.minus(back));
            List<ConsumerRecord<byte[], byte[]>> found = read(places(index, from, until));
            if (!found.isEmpty()) {
                return found;
            }
            until = from;
        }
        return unindexed();
    }

    private List<LogReader.Stretch> places(
            List<TopicPartition> index, Map<TopicPartition, Long> from, Map<TopicPartition, Long> until) {
        List<LogReader.Stretch> places = new ArrayList<>();
        List<LogReader.Stretch> stretches = index.stream()
                .map(each -> new LogReader.Stretch(each, from.getOrDefault(each, 0L), until.getOrDefault(each, 0L)))
                .toList();
        reader.read(stretches, record -> {
            if (record.value() != null) {
                TopicPartition events = new TopicPartition(Topics.EVENTS, record.partition());
                IndexRecords.read(record.value(), (event, offset) -> {
                    if (identities.contains(event.id())) {
                        places.add(new LogReader.Stretch(events, offset, offset + 1));
                    }
                });
            }
        });
        return places;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(List<LogReader.Stretch> places) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        places.stream().distinct().forEach(place -> reader.read(List.of(place), record -> addIfIt(record, found)));
        return found;
    }

    private List<ConsumerRecord<byte[], byte[]>> unindexed() {
        List<TopicPartition> events = reader.partitions(Topics.EVENTS);
        Map<TopicPartition, Long> ends = reader.ends(events);
        Map<TopicPartition, Long> firsts = reader.firsts(events);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        List<LogReader.Stretch> latest = events.stream()
                .map(each -> new LogReader.Stretch(
                        each,
                        Math.max(firsts.getOrDefault(each, 0L), ends.getOrDefault(each, 0L) - UNINDEXED),
                        ends.getOrDefault(each, 0L)))
                .toList();
        reader.read(latest, record -> addIfIt(record, found));
        return found;
    }

    private void addIfIt(ConsumerRecord<byte[], byte[]> record, List<ConsumerRecord<byte[], byte[]>> found) {
        if (EventRecords.id(record).filter(id::equals).isPresent()) {
            found.add(record);
        }
    }
}

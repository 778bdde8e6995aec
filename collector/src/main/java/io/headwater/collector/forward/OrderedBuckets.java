package io.headwater.collector.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.Partitions;
import io.headwater.kafka.Topics;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Keeps the events of ordered sources in order through the spool. While an event waits in the spool, later ones of its key
 * must not overtake it on the straight way, so they follow it there. Keys share 1024 buckets by source and key.
 *
 * <pre>
 *   event of key k       1         2           3        4
 *   goes to              Kafka ✗   spool       spool    Kafka
 *   in k's bucket        1         2           3 … 0    0       drained, one by one
 * </pre>
 *
 * <p>An event counts from before its request is answered until its drain is acknowledged. Used by several threads.
 */
final class OrderedBuckets {
    private static final int BUCKETS = 1_024;
    private static final int NONE = -1;
    private static final int LEFT_AT_MOST = 100_000;

    private volatile Ordered ordered;
    private final AtomicIntegerArray waiting = new AtomicIntegerArray(BUCKETS);
    /* Numbers of records that left as far as their answer goes, but may be in the spool all the same. The oldest go first. */
    private final Set<String> left = new LinkedHashSet<>();

    /** The sources that keep an order, and how their records name them. */
    private record Ordered(Set<SourceId> sources, Set<String> uris) {
        static Ordered of(SourcesConfig config) {
            Set<SourceId> sources = config.sources().stream()
                    .filter(Source::ordered)
                    .map(Source::id)
                    .collect(Collectors.toUnmodifiableSet());
            return new Ordered(sources, sources.stream().map(SourceId::uri).collect(Collectors.toUnmodifiableSet()));
        }
    }

    OrderedBuckets(SourcesConfig config) {
        this.ordered = Ordered.of(config);
    }

    /** Goes by another version of the sources. What one that is new among them has in the spool is not waited for. */
    void change(SourcesConfig config) {
        ordered = Ordered.of(config);
    }

    /** Whether there is nothing to keep in order. */
    boolean isEmpty() {
        return ordered.sources().isEmpty();
    }

    boolean isOrdered(SourceId source) {
        return ordered.sources().contains(source);
    }

    /** Whether this record must follow others through the spool. */
    boolean mustFollow(ProducerRecord<byte[], byte[]> record) {
        int bucket = bucket(record);
        return bucket != NONE && waiting.get(bucket) > 0;
    }

    /** The record goes to the spool, or is there. */
    void enter(ProducerRecord<byte[], byte[]> record) {
        int bucket = bucket(record);
        if (bucket != NONE) {
            waiting.incrementAndGet(bucket);
        }
    }

    /** The record is out of the spool. */
    void leave(ProducerRecord<byte[], byte[]> record) {
        int bucket = bucket(record);
        if (bucket != NONE && !hasLeft(record)) {
            waiting.updateAndGet(bucket, count -> Math.max(0, count - 1));
        }
    }

    /** The record did not come into the spool, as far as is known; where it did all the same, it leaves but once. */
    void turnBack(ProducerRecord<byte[], byte[]> record, boolean mayBeThere) {
        leave(record);
        if (mayBeThere && bucket(record) != NONE) {
            synchronized (left) {
                if (left.size() == LEFT_AT_MOST) {
                    left.remove(left.iterator().next());
                }
                left.add(identity(record));
            }
        }
    }

    private boolean hasLeft(ProducerRecord<byte[], byte[]> record) {
        synchronized (left) {
            return !left.isEmpty() && left.remove(identity(record));
        }
    }

    private static String identity(ProducerRecord<byte[], byte[]> record) {
        return header(record, EventRecords.EDGE) + " " + header(record, EventRecords.SEQ);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private int bucket(ProducerRecord<byte[], byte[]> record) {
        if (isEmpty() || !record.topic().equals(Topics.EVENTS)) {
            return NONE;
        }
        String uri = header(record, EventRecords.SOURCE);
        return ordered.uris().contains(uri)
                ? (Partitions.of(record.key(), Integer.MAX_VALUE) ^ uri.hashCode()) & (BUCKETS - 1)
                : NONE;
    }
}

package io.headwater.router.duplicates;

import io.headwater.kafka.LogReader;
import io.headwater.kafka.LogUnavailable;
import io.headwater.kafka.Topics;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to be remembered of a partition that somebody else read before: its index within the window, and of the log what
 * stands behind the index's end, since it is written a moment after the events are read. Blocking.
 */
final class Rebuild {
    /* How far beyond the first event read now others may have been settled before. */
    private static final long SETTLED_AHEAD = 20_000;

    private final int partition;
    private final long first;
    private final Instant from;
    private final int most;
    private final Generation found = new Generation(0);
    private long indexed = -1;
    private volatile boolean cancelled;

    /**
     * @param first the offset from which the partition is read now
     * @param from events before this are not looked at
     * @param most events remembered
     */
    Rebuild(int partition, long first, Instant from, int most) {
        this.partition = partition;
        this.first = first;
        this.from = from;
        this.most = most;
    }

    /** Lets it end soon; it then fails. To be called from another thread. */
    void cancel() {
        cancelled = true;
    }

    Generation read(LogReader reader) {
        if (!reader.partitions(Topics.INDEX).isEmpty()) {
            TopicPartition index = new TopicPartition(Topics.INDEX, partition);
            reader.read(index, at(reader, index), end(reader, index), record -> {
                if (record.value() != null) {
                    IndexRecords.read(record.value(), (event, offset) -> remember(event, offset, record.timestamp()));
                }
            });
        }
        TopicPartition events = new TopicPartition(Topics.EVENTS, partition);
        long to = Math.min(end(reader, events), first + SETTLED_AHEAD);
        reader.read(
                events,
                Math.max(indexed + 1, at(reader, events)),
                to,
                record -> remember(Fingerprint.of(record), record.offset(), record.timestamp()));
        found.trim();
        return found;
    }

    private void remember(Fingerprint event, long offset, long millis) {
        if (cancelled) {
            throw new LogUnavailable("nobody needs the window any more");
        }
        indexed = Math.max(indexed, offset);
        if (found.size() < most) {
            found.put(event, offset, millis);
        }
    }

    private long at(LogReader reader, TopicPartition topic) {
        return reader.at(List.of(topic), from).getOrDefault(topic, 0L);
    }

    private static long end(LogReader reader, TopicPartition topic) {
        return reader.ends(List.of(topic)).getOrDefault(topic, 0L);
    }
}

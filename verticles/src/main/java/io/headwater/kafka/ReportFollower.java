package io.headwater.kafka;

import io.headwater.ledger.Report;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code hw.ledger} from some moment on and follows it, on a thread of its own. What is no report is passed over and said. */
public final class ReportFollower {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFollower.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.LEDGER, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Listener listener;
    private final Following following;
    private volatile Progress progress = new Progress(-1, false);
    private volatile Instant from = Instant.EPOCH;

    /** Is told of each report, on the follower's thread. */
    public interface Listener {
        /** One report more; {@code appendedAt} is when Kafka took it, in milliseconds since 1970. */
        void report(Report report, long appendedAt);

        /** A record is no report of ours. */
        void unreadable();

        /** Reading failed, and is begun again. */
        void failed();
    }

    /**
     * How far it has come.
     *
     * @param next the offset of the record to be read next; negative where nothing is read yet
     * @param isCaughtUp whether everything is read that stood there when reading began; from then on it is a moment behind
     */
    public record Progress(long next, boolean isCaughtUp) {}

    public ReportFollower(KafkaClients clients, Duration retryEvery, Listener listener) {
        this.listener = listener;
        this.following =
                new Following(clients, "headwater-ledger", Topics.LEDGER, retryEvery, this::read, listener::failed);
    }

    /** Starts to read what was appended at this moment or later. */
    public void start(Instant moment) {
        from = moment;
        following.start();
    }

    public Future<Void> stop() {
        return following.stop();
    }

    public Progress progress() {
        return progress;
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = List.of(PARTITION);
        consumer.assign(all);
        long stood = end(consumer, all);
        consumer.seek(PARTITION, progress.next() < 0 ? first(consumer, stood) : progress.next());
        boolean caughtUp = false;
        while (!following.isStopped()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                report(record);
            }
            long next = consumer.position(PARTITION);
            caughtUp |= next >= stood;
            progress = new Progress(next, caughtUp);
            following.goesWell();
        }
    }

    /* With nothing that young there the first is what comes after the end as it stood before: later ones came meanwhile. */
    private long first(Consumer<byte[], byte[]> consumer, long stood) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(PARTITION, from.toEpochMilli())).get(PARTITION);
        return found == null ? stood : found.offset();
    }

    private static long end(Consumer<byte[], byte[]> consumer, List<TopicPartition> all) {
        return consumer.endOffsets(all).getOrDefault(PARTITION, 0L);
    }

    private void report(ConsumerRecord<byte[], byte[]> record) {
        Report report;
        try {
            report = ReportRecords.decode(record);
        } catch (IllegalArgumentException e) {
            LOG.warn("Offset {} of {} is no report of ours and is passed over", record.offset(), Topics.LEDGER, e);
            listener.unreadable();
            return;
        }
        listener.report(report, record.timestamp());
    }
}

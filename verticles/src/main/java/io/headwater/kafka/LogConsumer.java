package io.headwater.kafka;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics as a member of a consumer group, batch by batch, with commits made only when told. To be made and used
 * on one Vert.x context, where all its handlers are called.
 */
public final class LogConsumer {
    /** Records that are handed on at once, at most. */
    public static final int MOST_AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LogConsumer.class);
    /* Pausing, resuming and committing wait for a poll that waits for records, so it waits briefly. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaReadStream<byte[], byte[]> stream;

    /**
     * What a reader does with its topics. A partition is given by {@code assigned} before its first batch and is gone
     * after {@code revoked}.
     */
    public interface Reader {
        void assigned(Set<TopicPartition> partitions);

        void revoked(Set<TopicPartition> partitions);

        void batch(ConsumerRecords<byte[], byte[]> records);
    }

    /**
     * @param name the client id, by which {@link LogAdmin#members} shows who is in the group
     * @param ready bytes that Kafka's client keeps ready of each partition, also of those that are held up; a larger record is
     *     taken all the same
     */
    public LogConsumer(Vertx vertx, KafkaClients clients, String name, String group, int ready) {
        Map<String, Object> settings = clients.consumer(name, group);
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, ready);
        this.stream = KafkaReadStream.create(vertx, settings);
    }

    /** Joins the group and starts reading. */
    public Future<Void> subscribe(Set<String> topics, Reader reader) {
        stream.partitionsAssignedHandler(reader::assigned);
        stream.partitionsRevokedHandler(reader::revoked);
        stream.exceptionHandler(failed());
        stream.pollTimeout(POLL);
        stream.batchHandler(reader::batch);
        return stream.subscribe(topics);
    }

    /** Says what the futures of commits, pauses and resumes do not say already. */
    private static Handler<Throwable> failed() {
        return error -> {
            boolean told = error instanceof RebalanceInProgressException || error instanceof WakeupException;
            if (!told) {
                LOG.warn("Reading from Kafka failed; polling goes on", error);
            }
        };
    }

    /** Stops fetching these partitions while polling goes on; records already polled still come. */
    public Future<Void> pause(Set<TopicPartition> partitions) {
        return stream.pause(partitions);
    }

    public Future<Void> resume(Set<TopicPartition> partitions) {
        return stream.resume(partitions);
    }

    public Future<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return stream.commit(offsets).mapEmpty();
    }

    /** Leaves the group. */
    public Future<Void> close() {
        return stream.close();
    }
}

package io.headwater.router.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.kafka.Following;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code hw.control} whole, then follows it, on a thread of its own. Whoever listens is told of each change on that
 * thread; not before the whole is read, so that nobody acts on an order that was taken back long ago.
 */
public final class ControlFollower {
    private static final Logger LOG = LoggerFactory.getLogger(ControlFollower.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.CONTROL, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Following following;
    private final List<Listener> listeners = new ArrayList<>();
    private final Promise<Void> caughtUp = Promise.promise();
    private volatile ControlState state = ControlState.NOTHING;
    private Optional<BiConsumer<String, ControlState>> written = Optional.empty();
    private long next;

    /** Somebody who acts on what is ordered. */
    public interface Listener {
        void know(ControlState state);
    }

    /**
     * @param countFailure told of each time that reading failed and is begun again
     */
    public ControlFollower(KafkaClients clients, Duration retryEvery, Runnable countFailure) {
        this.following =
                new Following(clients, "headwater-control", Topics.CONTROL, retryEvery, this::read, countFailure);
    }

    /** Tells of what is ordered once it is known whole, and of every change; to be called before it starts. */
    public ControlFollower telling(Listener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Completes when the whole is read.
     *
     * @param whenRead is told the name of each write that was read, and the state then
     */
    Future<Void> start(BiConsumer<String, ControlState> whenRead) {
        written = Optional.of(whenRead);
        following.start();
        return caughtUp.future();
    }

    Future<Void> stop() {
        return following.stop();
    }

    ControlState state() {
        return state;
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = List.of(PARTITION);
        consumer.assign(all);
        long end = consumer.endOffsets(all).getOrDefault(PARTITION, 0L);
        if (next == 0) {
            consumer.seekToBeginning(all);
        } else {
            consumer.seek(PARTITION, next);
        }
        while (!following.isStopped()) {
            boolean known = caughtUp.future().isComplete();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(this::apply);
            next = consumer.position(PARTITION);
            following.goesWell();
            if (known ? !records.isEmpty() : next >= end) {
                listeners.forEach(each -> each.know(state));
                caughtUp.tryComplete();
            }
            records.forEach(each -> written.ifPresent(told -> told.accept(ControlLog.write(each), state)));
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        String value = record.value() == null ? "" : new String(record.value(), UTF_8);
        try {
            state = ControlRecords.apply(state, key, value, record.timestamp());
        } catch (IllegalArgumentException e) {
            LOG.warn("Offset {} of {} is no order of ours and is passed over", record.offset(), Topics.CONTROL, e);
        }
    }
}

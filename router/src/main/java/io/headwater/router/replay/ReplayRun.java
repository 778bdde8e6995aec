package io.headwater.router.replay;

import io.headwater.kafka.BlockingConsumers;
import io.headwater.kafka.BlockingLog;
import io.headwater.kafka.KafkaClients;
import io.headwater.kafka.LogUnavailable;
import io.headwater.kafka.Topics;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.control.ReplayOrder;
import io.headwater.router.dead.Place;
import io.headwater.router.lane.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This router's part of one replay, on a thread of its own: reads its share of the time range, puts what goes to the
 * destination into its backlog, marked, and commits once that is durable. A kill repeats at most one poll's worth.
 */
public final class ReplayRun {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayRun.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_AT_ONCE = 500;
    private static final long NAP_NANOS = 50_000_000;
    private static final long LOOK_NANOS = 1_000_000_000;

    private final ReplayOrder order;
    private final Means means;
    private final LongConsumer finished;
    private final ReplayPace pace = new ReplayPace();
    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing;
    private long lookAt = System.nanoTime();

    /**
     * What every run needs.
     *
     * @param group the replay's own is named after it
     */
    public record Means(
            KafkaClients clients, String group, BlockingLog log, Duration retryEvery, ReplayMeters meters) {}

    /**
     * @param finished is told how many events were copied in all, once all routers are at the end; perhaps more than once
     */
    ReplayRun(ReplayOrder order, ReplayScope scope, Means means, LongConsumer finished) {
        this.order = order;
        this.means = means;
        this.finished = finished;
        this.thread = new Thread(() -> run(scope), "headwater-replay-" + order.id());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends after what is under way is committed. */
    void stop() {
        stopped = true;
    }

    private void run(ReplayScope scope) {
        int most = Math.min(MOST_AT_ONCE, order.rate());
        String group = Replays.group(means.group(), order.id());
        while (!stopped) {
            try (Consumer<byte[], byte[]> consumer =
                    BlockingConsumers.inGroup(means.clients(), "headwater-replay", group, most)) {
                ReplayShare share = new ReplayShare(order, consumer);
                int partitions = consumer.partitionsFor(Topics.EVENTS).size();
                consumer.subscribe(List.of(Topics.EVENTS), share);
                while (!stopped) {
                    turn(consumer, share, scope, partitions);
                }
                share.commit();
            } catch (RuntimeException e) {
                means.meters().failed();
                failed("read", e);
                nap(means.retryEvery().toNanos());
            }
        }
    }

    private void turn(Consumer<byte[], byte[]> consumer, ReplayShare share, ReplayScope scope, int partitions) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            int before = copies.size();
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (share.holds(record) && scope.takes(record)) {
                    copies.add(copy(record));
                }
            }
            share.copied(partition, copies.size() - before);
        }
        if (!copies.isEmpty()) {
            double rate = Math.max(0.001, (double) order.rate() * share.partitions() / partitions);
            nap(pace.wait(copies.size(), rate, System.nanoTime()));
        }
        if (append(copies)) {
            share.advance();
            share.commit();
        }
        lookWhetherAllIsDone(consumer, share);
    }

    private ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
        return new ParkedRecord(
                        order.scope().destination(), Standing.FRESH, order.id(), Instant.now(), Place.of(record))
                .toBacklog(record);
    }

    /** Whether they are durable; not where the run was stopped first. */
    private boolean append(List<ProducerRecord<byte[], byte[]>> copies) {
        while (!stopped && !copies.isEmpty()) {
            try {
                means.log().append(copies);
                means.meters().copied(order.scope().destination(), copies.size());
                failing = false;
                return true;
            } catch (LogUnavailable e) {
                means.meters().failed();
                failed("written", e);
                nap(means.retryEvery().toNanos());
            }
        }
        return copies.isEmpty();
    }

    private void lookWhetherAllIsDone(Consumer<byte[], byte[]> consumer, ReplayShare share) {
        long now = System.nanoTime();
        if (!share.isAtEnd() || now - lookAt < 0) {
            return;
        }
        lookAt = now + LOOK_NANOS;
        Set<TopicPartition> all = order.ranges().keySet().stream()
                .map(each -> new TopicPartition(Topics.EVENTS, each))
                .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>(consumer.committed(all));
        commits.values().removeIf(Objects::isNull);
        ReplayProgress progress = ReplayProgress.of(order, commits);
        if (progress.complete()) {
            finished.accept(progress.copied());
        }
    }

    private void nap(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopped; left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, NAP_NANOS));
        }
    }

    private void failed(String what, RuntimeException error) {
        if (!failing) {
            failing = true;
            LOG.warn("Replay {} cannot be {}; trying every {}", order.id(), what, means.retryEvery(), error);
        }
    }
}

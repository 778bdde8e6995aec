package io.headwater.router.consume;

import io.headwater.kafka.LogConsumer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what Kafka's consumer says. A partition's last commit is read when its first records are there: then the
 * place they start from is fixed, and nothing that was committed late makes them look like a gap.
 */
final class EventReader implements LogConsumer.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

    private final Vertx vertx;
    private final Intake intake;
    private final Arrivals arrivals;
    private final Commits commits;
    private final Duration retryEvery;
    private boolean loading;
    private boolean failing;
    private volatile boolean joined;

    EventReader(Vertx vertx, Intake intake, Arrivals arrivals, Commits commits, Duration retryEvery) {
        this.vertx = vertx;
        this.intake = intake;
        this.arrivals = arrivals;
        this.commits = commits;
        this.retryEvery = retryEvery;
    }

    /** Whether the group has given this router its partitions, be it none. */
    boolean hasJoined() {
        return joined;
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        LOG.info("Reads {} more partitions", partitions.size());
        intake.assigned(numbers(partitions));
        joined = true;
    }

    @Override
    public void revoked(Set<TopicPartition> partitions) {
        LOG.info("Reads {} partitions less", partitions.size());
        intake.revoked(numbers(partitions));
    }

    /* What throws here would end the polling without a word; it is no state to go on from, so it shows as not ready. */
    @Override
    public void batch(ConsumerRecords<byte[], byte[]> records) {
        try {
            take(records);
        } catch (RuntimeException e) {
            joined = false;
            LOG.error("Reading has stopped; the router must be restarted", e);
            throw e;
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<Passage> passages =
                    records.records(partition).stream().map(arrivals::of).toList();
            intake.arrived(partition.partition(), passages);
        }
        intake.regulate();
        loadCommits();
    }

    private void loadCommits() {
        List<PartitionFlow> held = intake.notBegun();
        if (held.isEmpty() || loading) {
            return;
        }
        loading = true;
        commits.last()
                .onComplete(done -> loading = false)
                .onSuccess(last -> {
                    failing = false;
                    intake.begin(held, last);
                    loadCommits();
                })
                .onFailure(this::retry);
    }

    private void retry(Throwable error) {
        if (!failing) {
            failing = true;
            LOG.warn("The group's commits cannot be read; partitions wait, trying every {}", retryEvery, error);
        }
        vertx.setTimer(retryEvery.toMillis(), timer -> loadCommits());
    }

    private static Set<Integer> numbers(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }
}

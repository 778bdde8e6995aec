package io.headwater.router.consume;

import io.headwater.kafka.LogConsumer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
    private final String group;
    private final Intake intake;
    private final Commits commits;
    private final Behind behind;
    private final Duration retryEvery;
    private boolean loading;
    private boolean failing;
    private volatile boolean joined;

    EventReader(Vertx vertx, String group, Intake intake, Commits commits, Behind behind, Duration retryEvery) {
        this.vertx = vertx;
        this.group = group;
        this.intake = intake;
        this.commits = commits;
        this.behind = behind;
        this.retryEvery = retryEvery;
    }

    /** Whether the group has given this router its partitions, be it none. */
    boolean hasJoined() {
        return joined;
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        LOG.info("Group {} reads {} more partitions here", group, partitions.size());
        intake.assigned(partitions);
        joined = true;
    }

    @Override
    public void revoked(Set<TopicPartition> partitions) {
        LOG.info("Group {} reads {} partitions less here", group, partitions.size());
        intake.revoked(partitions);
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
        behind.came(records.count(), intake.isHeldUp());
        for (TopicPartition partition : records.partitions()) {
            intake.arrived(partition, records.records(partition));
        }
        intake.regulate();
        loadCommits();
        commits.commitIfAwaited();
    }

    private void loadCommits() {
        List<PartitionFlow> held = intake.notBegun();
        if (held.isEmpty() || loading) {
            return;
        }
        loading = true;
        commits.last(held)
                .onComplete(done -> loading = false)
                .onSuccess(last -> {
                    failing = false;
                    intake.begin(held, last.commits(), last.members());
                    commits.commitIfAwaited();
                    loadCommits();
                })
                .onFailure(this::retry);
    }

    private void retry(Throwable error) {
        if (!failing) {
            failing = true;
            LOG.warn("The commits of {} cannot be read; partitions wait, trying every {}", group, retryEvery, error);
        }
        vertx.setTimer(retryEvery.toMillis(), timer -> loadCommits());
    }
}

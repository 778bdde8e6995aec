package io.headwater.router.consume;

import io.headwater.kafka.LogConsumer;
import io.headwater.kafka.Topics;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what is settled, and reads what was committed. Lives on the consumer's context. */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    private final LogConsumer consumer;
    private final Intake intake;
    private final ConsumeMeters meters;
    private Future<Void> latest = Future.succeededFuture();
    private boolean failing;

    Commits(LogConsumer consumer, Intake intake, ConsumeMeters meters) {
        this.consumer = consumer;
        this.intake = intake;
        this.meters = meters;
    }

    /** Commits what changed, unless a commit is under way; what fails is left for the next time. */
    void commit() {
        if (latest.isComplete()) {
            latest = commitChanged();
        }
    }

    /** Commits what changed after the commit under way, if there is one, has ended; completes whether it succeeds or not. */
    Future<Void> commitLast() {
        return latest.compose(done -> commitChanged());
    }

    private Future<Void> commitChanged() {
        Map<Integer, Committed> changed = intake.toCommit();
        if (changed.isEmpty()) {
            return Future.succeededFuture();
        }
        return consumer.commit(offsets(changed))
                .onSuccess(done -> {
                    failing = false;
                    intake.committed(changed);
                })
                .onFailure(error -> failed(changed.size(), error))
                .otherwiseEmpty();
    }

    /** The group's commits for {@code hw.events}. */
    Future<Map<Integer, Committed>> last() {
        return consumer.committed().map(all -> {
            Map<Integer, Committed> commits = new HashMap<>();
            all.forEach((partition, commit) -> {
                if (partition.topic().equals(Topics.EVENTS)) {
                    commits.put(partition.partition(), new Committed(commit.offset(), commit.metadata()));
                }
            });
            return commits;
        });
    }

    static TopicPartition partition(int number) {
        return new TopicPartition(Topics.EVENTS, number);
    }

    static Set<TopicPartition> partitions(Set<Integer> numbers) {
        return numbers.stream().map(Commits::partition).collect(Collectors.toSet());
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<Integer, Committed> commits) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        commits.forEach((number, commit) ->
                offsets.put(partition(number), new OffsetAndMetadata(commit.offset(), commit.metadata())));
        return offsets;
    }

    private void failed(int partitions, Throwable error) {
        if (error instanceof RebalanceInProgressException) {
            LOG.debug("Partitions change hands; {} are committed next time", partitions);
            return;
        }
        meters.commitFailed();
        if (!failing) {
            failing = true;
            LOG.warn(
                    "{} partitions could not be committed; tried again each time (router.yaml consume.commitEvery)",
                    partitions,
                    error);
        }
    }
}

package io.headwater.router.consume;

import io.headwater.kafka.LogAdmin;
import io.headwater.kafka.LogConsumer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what is settled in one reading, and reads what was committed. Lives on the consumer's context. */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    private final String group;
    private final LogConsumer consumer;
    private final LogAdmin admin;
    private final Intake intake;
    private final ConsumeMeters meters;
    private final Supplier<Future<Void>> reported;
    private Future<Void> latest = Future.succeededFuture();
    private boolean failing;
    private boolean waiting;

    /** What the group committed last, and, where that matters, who is in the group. */
    record Last(Map<TopicPartition, Committed> commits, Set<String> members) {}

    /**
     * @param reported completes when the ledger is told of everything that is settled now
     */
    Commits(
            String group,
            LogConsumer consumer,
            LogAdmin admin,
            Intake intake,
            ConsumeMeters meters,
            Supplier<Future<Void>> reported) {
        this.group = group;
        this.consumer = consumer;
        this.admin = admin;
        this.intake = intake;
        this.meters = meters;
        this.reported = reported;
    }

    /** Commits what changed, unless a commit is under way; what fails is left for the next time. */
    void commit() {
        if (latest.isComplete()) {
            waiting = false;
            List<PartitionFlow.Commit> changed = intake.toCommit();
            if (!changed.isEmpty()) {
                latest = make(changed);
                latest.onComplete(done -> commitIfAwaited());
            }
        }
    }

    /** Commits at once where partitions wait for nothing else. */
    void commitIfAwaited() {
        if (latest.isComplete() && !waiting && intake.waitsForCommit()) {
            commit();
        }
    }

    /** Commits what changed after the commit under way, if there is one, has ended; completes whether it succeeds or not. */
    Future<Void> commitLast() {
        return latest.compose(done -> make(intake.toCommit()));
    }

    private Future<Void> make(List<PartitionFlow.Commit> commits) {
        if (commits.isEmpty()) {
            return Future.succeededFuture();
        }
        return reported.get()
                .compose(durable ->
                        commit(commits.stream().filter(each -> !each.isOver()).toList()))
                .onFailure(error -> failed(commits.size(), error))
                .otherwiseEmpty();
    }

    /* Kafka takes commits of partitions that are another member's by now. */
    private Future<Void> commit(List<PartitionFlow.Commit> commits) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        commits.forEach(each -> offsets.put(
                each.partition(),
                new OffsetAndMetadata(each.says().offset(), each.says().metadata())));
        return consumer.commit(offsets).onSuccess(done -> {
            failing = false;
            commits.forEach(PartitionFlow.Commit::made);
            intake.advance();
        });
    }

    /** What the group committed last for the partitions of these flows. */
    Future<Last> last(List<PartitionFlow> flows) {
        return admin.committed(group).compose(all -> {
            Map<TopicPartition, Committed> commits = new HashMap<>();
            all.forEach(
                    (partition, commit) -> commits.put(partition, new Committed(commit.offset(), commit.metadata())));
            boolean asks = flows.stream()
                    .anyMatch(flow -> Optional.ofNullable(commits.get(flow.partition()))
                            .filter(flow::asksForMembers)
                            .isPresent());
            return asks
                    ? admin.members(group).map(members -> new Last(commits, members))
                    : Future.succeededFuture(new Last(commits, Set.of()));
        });
    }

    private void failed(int partitions, Throwable error) {
        waiting = true;
        if (error instanceof RebalanceInProgressException) {
            LOG.debug("Partitions change hands; {} are committed next time", partitions);
            return;
        }
        meters.commitFailed();
        if (!failing) {
            failing = true;
            LOG.warn(
                    "{} partitions of group {} could not be committed; tried again each time"
                            + " (router.yaml consume.commitEvery)",
                    partitions,
                    group,
                    error);
        }
    }
}

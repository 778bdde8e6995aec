package io.headwater.router.consume;

import io.headwater.ops.Failpoint;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition's records between the log and the lanes, for as long as this router is given the partition.
 * <pre>
 *   log ─► pending ─► lanes ─► settled ─► commit
 *            ▲
 *            └ records wait here until the commit of whoever read before is known and answered by one of ours, and while
 *              the first finds no room, is not due, or may not be handled beside others
 * </pre>
 */
final class PartitionFlow {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionFlow.class);

    /* What else this thread has to do does not wait for longer: a process that has just started takes its time for each record. */
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int LOOK_EVERY = 8;

    private final TopicPartition partition;
    private final Handling handling;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();
    private Optional<OffsetTracker> tracker = Optional.empty();
    private Optional<Guard> guard = Optional.empty();
    private boolean ended;
    private boolean advancing;
    /** Whether the tracker was told of the first of the pending. */
    private boolean told;
    /** Its passage, once it may be handled. */
    private Optional<Passage> entered = Optional.empty();

    /** Not what was read: the first commit of ours is made in any case, to say who reads. */
    private Committed last = Committed.NEVER;

    PartitionFlow(TopicPartition partition, Handling handling) {
        this.partition = partition;
        this.handling = handling;
    }

    TopicPartition partition() {
        return partition;
    }

    /**
     * Starts from what was committed last, or from the first record where nothing was.
     *
     * @param members client ids of those who are in the group
     */
    void begin(Committed committed, Set<String> members) {
        long first = committed.offset() >= 0
                ? committed.offset()
                : pending.getFirst().offset();
        CommitMetadata.Read read = CommitMetadata.decode(first, committed.metadata());
        tracker = Optional.of(new OffsetTracker(first, read.settled()));
        boolean died = handling.died(read.watch().owner(), members);
        if (died) {
            handling.meters().died();
            LOG.warn("Whoever read {} before ended without a word at offset {}", partition, first);
        }
        guard = Optional.of(new Guard(read.watch().takenOver(handling.self(), first, died), handling.turn()));
    }

    /** Whether only the group's members can tell if whoever made this commit has died. */
    boolean asksForMembers(Committed committed) {
        String owner = CommitMetadata.decode(committed.offset(), committed.metadata())
                .watch()
                .owner();
        return handling.died(owner, Set.of());
    }

    void arrived(List<ConsumerRecord<byte[], byte[]>> records) {
        pending.addAll(records);
    }

    /** Moves on what is pending as far as there is room, and for a while at most; does nothing when called by what it moves on. */
    void advance() {
        boolean open = hasBegun()
                && !ended
                && tracker.filter(OffsetTracker::wouldOverflow).isEmpty();
        if (!open || advancing) {
            return;
        }
        advancing = true;
        long until = handling.pace().nanos() + AT_ONCE_NANOS;
        int moved = 0;
        while (!pending.isEmpty() && pass(pending.getFirst())) {
            pending.removeFirst();
            moved++;
            if (moved % LOOK_EVERY == 0 && handling.pace().nanos() > until) {
                handling.pace().again();
                break;
            }
        }
        advancing = false;
    }

    private boolean pass(ConsumerRecord<byte[], byte[]> head) {
        long offset = head.offset();
        OffsetTracker offsets = told ? tracker.orElseThrow() : enter(offset);
        told = true;
        if (entered.isEmpty() && offsets.isSettled(offset)) {
            handling.meters().skipped();
            told = false;
            return true;
        }
        if (entered.isEmpty()) {
            entered = handle(head, guard.orElseThrow());
        }
        boolean through = entered.filter(each -> each.advance(() -> settled(offsets, offset)))
                .isPresent();
        if (through) {
            told = false;
            entered = Optional.empty();
        }
        return through;
    }

    private Optional<Passage> handle(ConsumerRecord<byte[], byte[]> head, Guard guarding) {
        boolean poison = guarding.isPoison(head.offset());
        if (!poison && !guarding.lets(head.offset(), handling.pace().nanos())) {
            return Optional.empty();
        }
        handling.meters().consumed();
        Failpoint.reached("consume.handling");
        if (Failpoint.lies("consume.record")) {
            return Optional.of(Passage.NOWHERE);
        }
        return Optional.of(poison ? handling.setAside(head) : handling.passage(head));
    }

    private void settled(OffsetTracker offsets, long offset) {
        if (Failpoint.lies("consume.settling")) {
            return;
        }
        offsets.settle(offset);
        if (guard.filter(each -> each.settled(offset)).isPresent()) {
            handling.pace().again();
        }
        Failpoint.reached("consume.settled");
    }

    /** Tells the tracker of the next record; where the log is not where it should be, says so. */
    private OffsetTracker enter(long offset) {
        OffsetTracker offsets = tracker.filter(each -> !each.wentBack(offset)).orElseGet(() -> restart(offset));
        long lost = offsets.read(offset);
        if (lost > 0) {
            handling.meters().lost(lost);
            LOG.error(
                    "LOST {} events of {}: the log goes on at offset {}, what was before it is gone"
                            + " (router.yaml kafka.topics.retention)",
                    lost,
                    partition,
                    offset);
        }
        return offsets;
    }

    private OffsetTracker restart(long offset) {
        tracker.ifPresent(before -> LOG.warn(
                "{} is read from offset {} though {} was committed: events from there are delivered again",
                partition,
                offset,
                before.safe()));
        OffsetTracker fresh = new OffsetTracker(offset);
        tracker = Optional.of(fresh);
        return fresh;
    }

    /** The lowest offset that is not settled, once it has begun. */
    Optional<Long> safe() {
        return tracker.map(OffsetTracker::safe);
    }

    boolean hasBegun() {
        return guard.isPresent();
    }

    /** Whether the log should wait. */
    boolean isHeldUp() {
        return !pending.isEmpty();
    }

    /** Whether it, or another partition, is held up by nothing but a commit of this one. */
    boolean waitsForCommit() {
        return guard.filter(each -> each.keepsOthersWaiting() || (isHeldUp() && each.waitsForCommit()))
                .isPresent();
    }

    /** What is to be committed, unless it has been. */
    Optional<Commit> toCommit() {
        return tracker.map(offsets -> commit(offsets, guard.orElseThrow()))
                .filter(each -> !each.says().equals(last));
    }

    private Commit commit(OffsetTracker offsets, Guard guarding) {
        Watch watch = guarding.watch(offsets.safe());
        return new Commit(new Committed(offsets.safe(), offsets.metadata(watch)), watch);
    }

    /** A commit on its way. It is this flow's, and says nothing to who reads the partition after it. */
    final class Commit {
        private final Committed says;
        private final Watch watch;

        private Commit(Committed says, Watch watch) {
            this.says = says;
            this.watch = watch;
        }

        TopicPartition partition() {
            return partition;
        }

        Committed says() {
            return says;
        }

        /** Whether the partition was taken away meanwhile: whoever has it now may have come further. */
        boolean isOver() {
            return ended;
        }

        /** It is durable. */
        void made() {
            last = says;
            if (guard.filter(each -> each.committed(watch)).isPresent()) {
                handling.pace().again();
            }
        }
    }

    /** Nothing more is handled; what is under way still settles, and the last commit says that all ended properly. */
    void stop() {
        guard.ifPresent(Guard::close);
    }

    /** The partition is somebody else's from now on: nothing that settles late counts any more. */
    void end() {
        ended = true;
        pending.clear();
        guard.ifPresent(Guard::end);
    }
}

package io.headwater.router.consume;

import java.util.ArrayDeque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition's records between the log and the lanes, for as long as this router is given the partition.
 * <pre>
 *   log ─► pending ─► lanes ─► settled ─► commit
 *            ▲
 *            └ records wait here until the commit of whoever read before is known, and while the first finds no room
 * </pre>
 */
final class PartitionFlow {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionFlow.class);

    private final int partition;
    private final ConsumeMeters meters;
    private final ArrayDeque<Passage> pending = new ArrayDeque<>();
    private Optional<OffsetTracker> tracker = Optional.empty();
    private boolean begun;
    private boolean ended;
    /** Whether the first of the pending was told to the tracker and is only waiting for room. */
    private boolean entered;

    private Committed last = Committed.NEVER;

    PartitionFlow(int partition, ConsumeMeters meters) {
        this.partition = partition;
        this.meters = meters;
    }

    int partition() {
        return partition;
    }

    /** Starts from what was committed last, or from the first record where nothing was. */
    void begin(Committed committed) {
        begun = true;
        last = committed;
        if (committed.offset() >= 0) {
            OffsetRanges settled = CommitMetadata.decode(committed.offset(), committed.metadata());
            tracker = Optional.of(new OffsetTracker(committed.offset(), settled));
        }
        advance();
    }

    void arrived(Passage passage) {
        pending.add(passage);
    }

    /** Moves on what is pending as far as there is room. */
    void advance() {
        boolean open =
                begun && !ended && tracker.filter(OffsetTracker::wouldOverflow).isEmpty();
        while (open && !pending.isEmpty() && pass(pending.getFirst())) {
            pending.removeFirst();
        }
    }

    private boolean pass(Passage head) {
        OffsetTracker offsets = entered ? tracker.orElseThrow() : enter(head.offset());
        if (!entered && offsets.isSettled(head.offset())) {
            meters.skipped();
            return true;
        }
        if (!entered) {
            meters.consumed();
        }
        boolean through = head.advance(() -> offsets.settle(head.offset()));
        entered = !through;
        return through;
    }

    /** Tells the tracker of the next record; where the log is not where it should be, says so. */
    private OffsetTracker enter(long offset) {
        OffsetTracker offsets = tracker.filter(each -> !each.wentBack(offset)).orElseGet(() -> restart(offset));
        long lost = offsets.read(offset);
        if (lost > 0) {
            meters.lost(lost);
            LOG.error(
                    "LOST {} events of partition {}: the log goes on at offset {}, what was before it is gone"
                            + " (router.yaml kafka.topics.retention.events)",
                    lost,
                    partition,
                    offset);
        }
        return offsets;
    }

    private OffsetTracker restart(long offset) {
        tracker.ifPresent(before -> LOG.warn(
                "Partition {} is read from offset {} though {} was committed: events from there are delivered again",
                partition,
                offset,
                before.safe()));
        OffsetTracker fresh = new OffsetTracker(offset);
        tracker = Optional.of(fresh);
        return fresh;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether the log should wait. */
    boolean isHeldUp() {
        return !pending.isEmpty();
    }

    /** What is to be committed, unless it has been. */
    Optional<Committed> toCommit() {
        return tracker.map(each -> new Committed(each.safe(), each.metadata())).filter(each -> !each.equals(last));
    }

    void committed(Committed commit) {
        last = commit;
    }

    /** The partition is somebody else's from now on: nothing that settles late counts any more. */
    void end() {
        ended = true;
        pending.clear();
    }
}

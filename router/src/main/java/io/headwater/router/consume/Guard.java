package io.headwater.router.consume;

import java.util.concurrent.TimeUnit;

/**
 * Decides which event of one partition may be handled now: any, as long as no reader before this one died here; otherwise
 * as {@link Watch} says, which is what is told to the next reader, in time.
 */
final class Guard {
    /* An event that has not ended the process by then will not: an attempt of the first kind it causes is over. */
    private static final long SURVIVED_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long NOTHING = -1;

    private final Turn turn;
    private Watch watch;
    private Watch durable = Watch.NONE;
    private long alone = NOTHING;
    private long aloneSince;

    /**
     * @param watch as taken over
     * @param turn shared by all partitions this router reads
     */
    Guard(Watch watch, Turn turn) {
        this.watch = watch;
        this.turn = turn;
    }

    /** What the next commit is to say. */
    Watch watch(long safe) {
        watch = watch.from(safe);
        return watch;
    }

    /** This is durable now; whether another partition waited for it. */
    boolean committed(Watch committed) {
        durable = committed;
        return isIdle() && committed.announced().isEmpty() && turn.pass(this);
    }

    /** Whether another partition waits for a commit to say that nothing is announced here any more. */
    boolean keepsOthersWaiting() {
        return isIdle() && turn.isAwaitedOf(this);
    }

    private boolean isIdle() {
        return alone == NOTHING && watch.announced().isEmpty();
    }

    /** Whether an event waits for a commit to say so first. */
    boolean waitsForCommit() {
        boolean unknown = !watch.owner().equals(durable.owner());
        boolean unannounced =
                watch.announced().isPresent() && !watch.announced().equals(durable.announced());
        return unknown || unannounced || watch.reach() > durable.reach();
    }

    boolean isPoison(long offset) {
        return watch.isPoison(offset);
    }

    /** Whether the event may be handled now; asked again when a commit is durable or something has settled. */
    boolean lets(long offset, long now) {
        if (!durable.owner().equals(watch.owner())) {
            return false;
        }
        if (watch.isCareful(offset)) {
            return letsAlone(offset, now);
        }
        if (isBusy(now)) {
            return false;
        }
        if (watch.isWatched() && offset >= durable.reach()) {
            watch = watch.reaching(Math.max(watch.reach(), offset + Watch.WINDOW));
            return false;
        }
        return true;
    }

    private boolean letsAlone(long offset, long now) {
        if (alone == offset) {
            return true;
        }
        if (isBusy(now)) {
            return false;
        }
        if (!turn.take(this, now)) {
            return false;
        }
        if (!watch.announces(offset)) {
            watch = watch.announcing(offset);
            return false;
        }
        if (!durable.announces(offset)) {
            return false;
        }
        alone = offset;
        aloneSince = now;
        return true;
    }

    /** Sees whether what is handled alone has been for so long that it will not end the process. */
    void look(long now) {
        if (alone != NOTHING && now - aloneSince >= SURVIVED_NANOS) {
            ended(alone);
        }
    }

    /** Whether an event is handled alone that may still end the process. */
    private boolean isBusy(long now) {
        look(now);
        return alone != NOTHING;
    }

    /** Takes note of it; whether the next event waited for this. */
    boolean settled(long offset) {
        boolean wasAlone = offset == alone;
        if (wasAlone) {
            ended(offset);
        }
        return wasAlone;
    }

    private void ended(long offset) {
        alone = NOTHING;
        if (watch.announces(offset)) {
            watch = watch.withdrawn();
        }
    }

    /** The partition is given back properly. */
    void close() {
        watch = watch.closed();
    }

    /** The partition is somebody else's. */
    void end() {
        turn.pass(this);
    }
}

package io.headwater.collector.forward;

/**
 * What is known of one partition's health, and whether it is trusted with fresh events.
 *
 * <pre>
 *   TRUSTED ── an event is not acknowledged ──► ILL ── a drained record is acknowledged ──► HEALING
 *      ▲                                         ▲                                             │
 *      │                                         └───── drained records are left waiting ──────┤
 *      └───────────────────────── well for as long as the hold ────────────────────────────────┘
 * </pre>
 *
 * <p>The hold doubles each time the partition falls ill again, while it heals or soon after, and is small again once it was
 * trusted for long. Times are nanoseconds of one clock. Used under the breaker's lock.
 */
final class PartitionHealth {
    private enum State {
        TRUSTED,
        ILL,
        HEALING
    }

    private final Holds holds;
    private State state = State.TRUSTED;
    private boolean everIll;
    private long hold;
    private long since;
    private long illAt;
    private long triedAt;
    private int draining;
    private long drainingSilentSince;

    /**
     * @param first the hold after the first illness
     * @param upTo what it doubles to; trusted for twice that, a partition is as good as new
     * @param patience how long a drained record may wait for its acknowledgement in a partition that is well
     * @param trialEvery how often one that is ill is tried where there is no other way
     */
    record Holds(long first, long upTo, long patience, long trialEvery) {}

    PartitionHealth(Holds holds) {
        this.holds = holds;
        this.hold = holds.first();
    }

    boolean isTrusted(long now) {
        look(now);
        return state == State.TRUSTED;
    }

    /** Whether a fresh event may go to this partition; {@code only} where there is no spool to turn to. */
    boolean admits(long now, boolean only) {
        look(now);
        return switch (state) {
            case TRUSTED -> true;
            case HEALING -> only;
            case ILL -> only && isTrial(now);
        };
    }

    private boolean isTrial(long now) {
        if (now - triedAt < holds.trialEvery()) {
            return false;
        }
        triedAt = now;
        return true;
    }

    /** A fresh event was not acknowledged in time. */
    void failed(long now) {
        look(now);
        if (state == State.TRUSTED) {
            fallIll(now, everIll && now - since < 2 * holds.upTo());
        } else if (state == State.HEALING && now - illAt > 2 * holds.patience()) {
            fallIll(now, true);
        } else if (state == State.HEALING) {
            since = now; // an event sent before it fell ill
        }
    }

    /** A fresh event was acknowledged. */
    void acknowledged(long now) {
        look(now);
        if (state == State.ILL) {
            state = State.HEALING;
            since = now;
        }
    }

    /** A drained record is on its way. */
    void draining(long now) {
        look(now);
        if (draining == 0) {
            drainingSilentSince = now;
        }
        draining++;
    }

    /** A drained record was acknowledged. */
    void drained(long now) {
        look(now);
        gone(now);
        acknowledged(now);
    }

    /** A drained record is no longer on its way, of which nothing follows. */
    void gone(long now) {
        draining--;
        drainingSilentSince = now;
    }

    /** Sees what time has done. */
    private void look(long now) {
        if (state != State.HEALING) {
            return;
        }
        if (draining > 0 && now - drainingSilentSince > holds.patience()) {
            fallIll(now, true);
        } else if (now - since >= hold) {
            state = State.TRUSTED;
            since = now;
        }
    }

    private void fallIll(long now, boolean again) {
        hold = again ? Math.min(2 * hold, holds.upTo()) : holds.first();
        everIll = true;
        state = State.ILL;
        illAt = now;
        triedAt = now;
    }
}

package io.headwater.router.lane;

import io.headwater.router.deliver.Reason;

/** How much is sent at once, how fast, and from when: the limit, the pace and the breaker together. */
final class Flow {
    private final Breaker breaker;
    private final Limit limit;
    private final Pace pace;
    private int inFlight;

    Flow(LaneSpec spec, Breaker breaker) {
        this.breaker = breaker;
        this.limit = new Limit(spec.inFlight());
        this.pace = new Pace(spec.rate());
    }

    /** Whether an attempt more may be under way. */
    boolean hasPlace() {
        return inFlight < limit.now();
    }

    /** When the next batch may go, if there is a place for it. */
    long sendFrom(long now) {
        return Math.max(breaker.sendFrom(), pace.readyAt(now));
    }

    boolean maySend(long now) {
        return hasPlace() && now >= sendFrom(now);
    }

    /** Whether an event that has just come may go to find out whether the destination is back. */
    boolean mayProbeWithNew(long now) {
        return hasPlace() && now >= breaker.freshProbeFrom() && now >= pace.readyAt(now);
    }

    /** A batch goes; returns how many are under way with it. */
    int sent(Batch batch, long now) {
        breaker.sends(batch, now);
        pace.spend(batch.size(), now);
        inFlight++;
        return inFlight;
    }

    /**
     * An attempt has ended.
     *
     * @param underWay as {@link #sent} said
     */
    void ended(Reason reason, long sentAt, long now, int underWay) {
        inFlight--;
        limit.ended(reason, sentAt, now, underWay);
    }

    /** The destination is down; nobody knows what it can take when it is back. */
    void restart() {
        limit.restart();
    }

    int inFlight() {
        return inFlight;
    }

    int limit() {
        return limit.now();
    }
}

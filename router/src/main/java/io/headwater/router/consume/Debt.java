package io.headwater.router.consume;

import io.headwater.event.LoggedEvent;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Owed;
import io.headwater.router.lane.Standing;

/** What one destination is owed of one event that was read. */
final class Debt implements Owed {
    private final Consumed consumed;
    private final Terms terms;
    private final Aside aside;
    private final Runnable whenSettled;

    /**
     * How it is owed.
     *
     * @param replay names the replay; empty for what is delivered the first time
     * @param waits whether the log it was read from keeps it while there is no room
     */
    record Terms(DestinationId destination, Standing standing, String replay, boolean waits) {
        static Terms fresh(DestinationId destination, boolean waits) {
            return new Terms(destination, Standing.FRESH, "", waits);
        }
    }

    Debt(Consumed consumed, Terms terms, Aside aside, Runnable whenSettled) {
        this.consumed = consumed;
        this.terms = terms;
        this.aside = aside;
        this.whenSettled = whenSettled;
    }

    @Override
    public LoggedEvent event() {
        return consumed.event();
    }

    @Override
    public int weight() {
        return consumed.weight();
    }

    @Override
    public long consumedAt() {
        return consumed.at();
    }

    @Override
    public Standing standing() {
        return terms.standing();
    }

    @Override
    public boolean waits() {
        return terms.waits();
    }

    @Override
    public String replay() {
        return terms.replay();
    }

    @Override
    public void bury(DeadLetter letter, Runnable durable) {
        aside.bury(consumed.record(), letter, durable);
    }

    @Override
    public void park(Standing standing, Runnable durable) {
        aside.park(consumed.record(), terms.destination(), standing, terms.replay(), durable);
    }

    @Override
    public void delay(Standing standing, Runnable durable) {
        aside.delay(consumed.record(), terms.destination(), standing, terms.replay(), durable);
    }

    @Override
    public void settled() {
        whenSettled.run();
    }
}

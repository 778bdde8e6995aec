package io.headwater.router.consume;

import io.headwater.event.LoggedEvent;
import io.headwater.ledger.Fact;
import io.headwater.ops.Failpoint;
import io.headwater.router.account.Accounts;
import io.headwater.router.account.Tried;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.deliver.Outcome;
import io.headwater.router.deliver.Reason;
import io.headwater.router.lane.Owed;
import io.headwater.router.lane.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What one destination is owed of one event that was read. */
final class Debt implements Owed {
    private final Consumed consumed;
    private final Terms terms;
    private final Aside aside;
    private final Runnable whenSettled;
    private boolean theirs;

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
        this.theirs = terms.standing().theirs();
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
    public void delivered(Fact.State state, int attempts, int status, Duration took) {
        if (Failpoint.lies("deliver.account")) {
            return;
        }
        if (Failpoint.lies("deliver.twice")) {
            account(state, attempts, status, took);
        }
        account(state, attempts, status, took);
        if (terms.replay().isEmpty()) {
            Optional<DestinationId> to = Optional.of(terms.destination());
            Instant now = Instant.now();
            accounts().lag("delivery", to, took);
            accounts().lag("total", to, Duration.between(acceptedAt(), now));
            aside.deadlines().delivered(terms.destination(), acceptedAt(), theirs, now);
        }
    }

    private void account(Fact.State state, int attempts, int status, Duration took) {
        accounts()
                .ended(
                        event().line(),
                        event().seq(),
                        terms.destination(),
                        state,
                        terms.standing().stays(),
                        new Tried(attempts, Reason.SUCCESS.label(), status, took.toMillis()));
    }

    @Override
    public void firstTried(Duration sinceConsumed) {
        accounts().lag("lane", Optional.of(terms.destination()), sinceConsumed);
        waitsForThem();
    }

    private void waitsForThem() {
        if (!theirs) {
            theirs = true;
            aside.deadlines().theirs(terms.destination(), acceptedAt());
        }
    }

    private Instant acceptedAt() {
        return event().acceptance().acceptedAt();
    }

    @Override
    public void failed(Outcome outcome, int attempts, Duration took) {
        accounts()
                .attempted(
                        event().line(),
                        event().seq(),
                        terms.destination(),
                        new Tried(attempts, outcome.reason().label(), outcome.status(), took.toMillis()));
    }

    private Accounts accounts() {
        return aside.accounts();
    }

    @Override
    public void bury(DeadLetter letter, Runnable durable) {
        aside.bury(consumed.record(), letter, terms.standing().stays(), durable);
    }

    @Override
    public void park(Standing standing, Runnable durable) {
        if (standing.theirs() && terms.replay().isEmpty()) {
            waitsForThem();
        }
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

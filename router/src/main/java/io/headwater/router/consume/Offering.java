package io.headwater.router.consume;

import io.headwater.event.LoggedEvent;
import io.headwater.router.account.Accounts;
import io.headwater.router.lane.Lane;
import java.time.Instant;
import java.util.List;

/**
 * How events are offered to the lanes of those who are owed them.
 *
 * @param aside where they go that no lane delivers now
 * @param bypass what is not for its lane
 */
record Offering(Aside aside, Bypass bypass) {

    Accounts accounts() {
        return aside.accounts();
    }

    /**
     * The passage of an event that is owed to these.
     *
     * @param closed is told when all are done with it, before its record counts as settled
     */
    Passage to(Consumed consumed, List<Offered.Way> ways, Runnable closed) {
        LoggedEvent event = consumed.event();
        ways.forEach(way -> owed(event, way.terms()));
        return new Offered(consumed, ways, this, closed);
    }

    /** The passage of an event that a reading for one destination has. */
    Passage to(Consumed consumed, Lane lane, Debt.Terms terms) {
        LoggedEvent event = consumed.event();
        return to(
                consumed,
                List.of(new Offered.Way(lane, terms)),
                () -> accounts()
                        .closed(
                                event.line(),
                                event.seq(),
                                terms.destination(),
                                terms.standing().stays()));
    }

    private void owed(LoggedEvent event, Debt.Terms terms) {
        boolean own = terms.waits();
        accounts().owed(event.line(), event.seq(), terms.destination(), own);
        boolean first = terms.standing().stays() == 0 && terms.replay().isEmpty();
        if (first) {
            aside.deadlines().owed(terms.destination(), event.acceptance().acceptedAt(), Instant.now());
        }
    }
}

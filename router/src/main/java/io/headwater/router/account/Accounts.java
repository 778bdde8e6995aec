package io.headwater.router.account;

import io.headwater.event.Line;
import io.headwater.ledger.Fact;
import io.headwater.router.deliver.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a router has to report to the ledger since its report before: which numbers of each line it read, whom it owes them,
 * how each attempt and each event ended, and which it is done with. Whatever is told here before a report is reported
 * before anything read then is committed. Lives on the consumer's context.
 */
public interface Accounts {
    /** Where no ledger is kept. */
    Accounts NONE = new NoAccounts();

    /** It was read for everybody. */
    void seen(Line line, long number, Instant acceptedAt);

    /** No route leads anywhere. */
    void unrouted(Line line, long number);

    /** It repeats an event with another number. */
    void duplicate(Line line, long number);

    /**
     * It is owed to a destination. Told again each time a reading takes it up again.
     *
     * @param own whether a reading of the destination's own is to be done with it, and not the one for everybody
     */
    void owed(Line line, long number, DestinationId destination, boolean own);

    /** An attempt failed. */
    void attempted(Line line, long number, DestinationId destination, Tried tried);

    /**
     * It is delivered, or durable elsewhere.
     *
     * @param stay how many times it has been parked or delayed, this time included
     */
    void ended(Line line, long number, DestinationId destination, Fact.State state, int stay, Tried tried);

    /** A reading is done with it for everybody it was read for. */
    void closed(Line line, long number);

    /**
     * A reading for one destination is done with it.
     *
     * @param stay how many times it had been parked or delayed when it was read
     */
    void closed(Line line, long number, DestinationId destination, int stay);

    /**
     * How long an event took for a hop of its way.
     *
     * @param destination empty for a hop that leads to none yet
     */
    void lag(String hop, Optional<DestinationId> destination, Duration lag);
}

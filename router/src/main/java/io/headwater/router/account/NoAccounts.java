package io.headwater.router.account;

import io.headwater.event.Line;
import io.headwater.ledger.Fact;
import io.headwater.router.deliver.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Nothing is written down. */
final class NoAccounts implements Accounts {
    @Override
    public void seen(Line line, long number, Instant acceptedAt) {}

    @Override
    public void unrouted(Line line, long number) {}

    @Override
    public void duplicate(Line line, long number) {}

    @Override
    public void owed(Line line, long number, DestinationId destination, boolean own) {}

    @Override
    public void attempted(Line line, long number, DestinationId destination, Tried tried) {}

    @Override
    public void ended(Line line, long number, DestinationId destination, Fact.State state, int stay, Tried tried) {}

    @Override
    public void closed(Line line, long number) {}

    @Override
    public void closed(Line line, long number, DestinationId destination, int stay) {}

    @Override
    public void lag(String hop, Optional<DestinationId> destination, Duration lag) {}
}

package io.headwater.router.consume;

import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.ReadRecord;
import io.headwater.ledger.Fact;
import io.headwater.router.account.Accounts;
import io.headwater.router.account.Tried;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.duplicates.Duplicates;
import io.headwater.router.duplicates.Verdict;
import io.headwater.router.lane.Lane;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of {@code hw.events} for one destination that asks for order: its own events wait in the log until its lane
 * takes them, all others are passed over. What is no event of ours is for the reading for everybody to bury.
 */
final class OrderedArrivals implements Arrivals {
    private final DestinationId destination;
    private Set<SourceId> sources = Set.of();
    private final Lane lane;
    private final Offering offering;
    private final ConsumeMeters meters;
    private final Duplicates duplicates;

    OrderedArrivals(
            DestinationId destination, Lane lane, Offering offering, ConsumeMeters meters, Duplicates duplicates) {
        this.destination = destination;
        this.lane = lane;
        this.offering = offering;
        this.meters = meters;
        this.duplicates = duplicates;
    }

    /** Events of these sources are its own from now on. */
    void lead(Set<SourceId> from) {
        sources = Set.copyOf(from);
    }

    @Override
    public Passage of(ConsumerRecord<byte[], byte[]> record) {
        if (EventRecords.source(record).filter(sources::contains).isEmpty()) {
            return Passage.NOWHERE;
        }
        ReadRecord read;
        try {
            read = EventRecords.read(record);
        } catch (IllegalArgumentException e) {
            return Passage.NOWHERE; // buried, and counted, by the reading for everybody
        }
        LoggedEvent event = read.event();
        Verdict verdict = duplicates.look(record, event.source().toString());
        Line line = event.line();
        long number = event.seq();
        Accounts accounts = offering.accounts();
        if (verdict == Verdict.DUPLICATE) {
            accounts.ended(line, number, destination, Fact.State.DUPLICATE, 0, Tried.not(0, ""));
            accounts.closed(line, number, destination, 0);
            return Passage.NOWHERE;
        }
        ReadRecord owed = verdict == Verdict.REUSED ? Reused.marked(read.record()) : read;
        meters.routed();
        return offering.to(Consumed.now(owed), lane, Debt.Terms.fresh(destination, true));
    }

    @Override
    public void revoked(TopicPartition partition) {
        duplicates.revoked(partition.partition());
    }

    @Override
    public List<DestinationId> owed(ConsumerRecord<byte[], byte[]> record) {
        return EventRecords.source(record).filter(sources::contains).isPresent() ? List.of(destination) : List.of();
    }
}

package io.headwater.router.consume;

import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.ReadRecord;
import io.headwater.router.account.Accounts;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.duplicates.Duplicates;
import io.headwater.router.duplicates.Verdict;
import io.headwater.router.gaps.SdkGaps;
import io.headwater.router.lane.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of {@code hw.events} for everybody who does not ask for order: events with somewhere to go, events with
 * nowhere, or nothing of ours.
 */
final class FreshArrivals implements Arrivals {
    private Map<SourceId, List<Offered.Way>> ways = Map.of();
    private Map<SourceId, List<DestinationId>> awaited = Map.of();
    private final Offering offering;
    private final Undeliverable undeliverable;
    private final ConsumeMeters meters;
    private final Duplicates duplicates;
    private final SdkGaps gaps;
    private final Newcomers newcomers;

    FreshArrivals(
            Offering offering,
            Undeliverable undeliverable,
            ConsumeMeters meters,
            Duplicates duplicates,
            SdkGaps gaps,
            Newcomers newcomers) {
        this.newcomers = newcomers;
        this.offering = offering;
        this.undeliverable = undeliverable;
        this.meters = meters;
        this.duplicates = duplicates;
        this.gaps = gaps;
    }

    /**
     * Leads events there from now on.
     *
     * @param sources all there are
     * @param lanes by source, those of destinations without an order; a source all of whose destinations ask for order has
     *     an empty map
     * @param owedElsewhere by source, the destinations that ask for order: they are owed its events, and read them themselves
     */
    void lead(
            Set<SourceId> sources,
            Map<SourceId, Map<DestinationId, Lane>> lanes,
            Map<SourceId, List<DestinationId>> owedElsewhere) {
        Map<SourceId, List<Offered.Way>> led = new HashMap<>();
        lanes.forEach((source, to) -> led.put(
                source,
                to.entrySet().stream()
                        .map(each -> new Offered.Way(each.getValue(), Debt.Terms.fresh(each.getKey(), false)))
                        .toList()));
        ways = led;
        awaited = Map.copyOf(owedElsewhere);
        newcomers.known(sources);
    }

    @Override
    public Passage of(ConsumerRecord<byte[], byte[]> record) {
        Duration transit = Duration.ofMillis(System.currentTimeMillis() - record.timestamp());
        meters.transit(transit);
        offering.accounts().lag("transit", Optional.empty(), transit);
        ReadRecord read;
        try {
            read = EventRecords.read(record);
        } catch (IllegalArgumentException e) {
            return undeliverable.unreadable(record, e);
        }
        LoggedEvent event = read.event();
        Line line = event.line();
        long number = event.seq();
        Accounts accounts = offering.accounts();
        accounts.seen(line, number, event.acceptance().acceptedAt());
        if (newcomers.mayBecomeKnown(event.source(), record.timestamp())) {
            ReadRecord kept = read;
            return new Awaited(() -> !newcomers.mayBecomeKnown(event.source(), record.timestamp()), () -> led(kept));
        }
        return led(read);
    }

    private Passage led(ReadRecord read) {
        LoggedEvent event = read.event();
        Line line = event.line();
        long number = event.seq();
        Accounts accounts = offering.accounts();
        List<Offered.Way> to = ways.get(event.source());
        if (to == null) {
            meters.unrouted();
            accounts.unrouted(line, number);
            accounts.closed(line, number);
            return Passage.NOWHERE;
        }
        Verdict verdict = duplicates.look(read.record(), event.source().toString());
        if (verdict == Verdict.DUPLICATE) {
            accounts.duplicate(line, number);
            accounts.closed(line, number);
            return Passage.NOWHERE;
        }
        ReadRecord owed = verdict == Verdict.REUSED ? Reused.marked(read.record()) : read;
        gaps.seen(owed.record().partition(), owed.event());
        meters.routed();
        awaited.getOrDefault(event.source(), List.of()).forEach(each -> accounts.owed(line, number, each, true));
        if (to.isEmpty()) {
            accounts.closed(line, number);
            return Passage.NOWHERE;
        }
        return offering.to(Consumed.now(owed), to, () -> accounts.closed(line, number));
    }

    @Override
    public void revoked(TopicPartition partition) {
        duplicates.revoked(partition.partition());
        gaps.revoked(partition.partition());
    }

    @Override
    public List<DestinationId> owed(ConsumerRecord<byte[], byte[]> record) {
        return EventRecords.source(record).map(ways::get).orElse(List.of()).stream()
                .map(each -> each.terms().destination())
                .toList();
    }
}

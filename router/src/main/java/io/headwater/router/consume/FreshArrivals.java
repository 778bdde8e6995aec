package io.headwater.router.consume;

import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.duplicates.Duplicates;
import io.headwater.router.duplicates.Verdict;
import io.headwater.router.gaps.SdkGaps;
import io.headwater.router.lane.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of {@code hw.events} for everybody who does not ask for order: events with somewhere to go, events with
 * nowhere, or nothing of ours.
 */
final class FreshArrivals implements Arrivals {
    private final Map<SourceId, List<Offered.Way>> ways = new HashMap<>();
    private final Aside aside;
    private final Undeliverable undeliverable;
    private final ConsumeMeters meters;
    private final Duplicates duplicates;
    private final SdkGaps gaps;

    /**
     * @param lanes by source, those of destinations without an order; a source all of whose destinations ask for order has
     *     an empty map
     */
    FreshArrivals(
            Map<SourceId, Map<DestinationId, Lane>> lanes,
            Aside aside,
            Undeliverable undeliverable,
            ConsumeMeters meters,
            Duplicates duplicates,
            SdkGaps gaps) {
        lanes.forEach((source, to) -> ways.put(
                source,
                to.entrySet().stream()
                        .map(each -> new Offered.Way(each.getValue(), Debt.Terms.fresh(each.getKey(), false)))
                        .toList()));
        this.aside = aside;
        this.undeliverable = undeliverable;
        this.meters = meters;
        this.duplicates = duplicates;
        this.gaps = gaps;
    }

    @Override
    public Passage of(ConsumerRecord<byte[], byte[]> record) {
        meters.transit(Duration.ofMillis(System.currentTimeMillis() - record.timestamp()));
        LoggedEvent event;
        try {
            event = EventRecords.decode(record);
        } catch (IllegalArgumentException e) {
            return undeliverable.unreadable(record, e);
        }
        List<Offered.Way> to = ways.get(event.source());
        if (to == null) {
            meters.unrouted();
            return Passage.NOWHERE;
        }
        Verdict verdict = duplicates.look(record, event.source().toString());
        if (verdict == Verdict.DUPLICATE) {
            return Passage.NOWHERE;
        }
        if (verdict == Verdict.REUSED) {
            event = Reused.marked(record);
        }
        gaps.seen(record.partition(), event);
        meters.routed();
        return to.isEmpty() ? Passage.NOWHERE : new Offered(Consumed.now(record, event), to, aside);
    }

    @Override
    public void revoked(TopicPartition partition) {
        duplicates.revoked(partition.partition());
        gaps.revoked(partition.partition());
    }

    @Override
    public List<DestinationId> owed(ConsumerRecord<byte[], byte[]> record) {
        return SourceOf.record(record).map(ways::get).orElse(List.of()).stream()
                .map(each -> each.terms().destination())
                .toList();
    }
}

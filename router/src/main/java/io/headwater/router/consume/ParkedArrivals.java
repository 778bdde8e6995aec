package io.headwater.router.consume;

import io.headwater.kafka.EventRecords;
import io.headwater.kafka.ReadRecord;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Lane;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records of backlogs: events that wait there until their lane takes them, first come, first served in each partition.
 * Those of destinations that are not configured any more become dead letters.
 */
final class ParkedArrivals implements Arrivals {
    private final OpenLanes lanes;
    private final Offering offering;
    private final Undeliverable undeliverable;
    private final ConsumeMeters meters;

    ParkedArrivals(OpenLanes lanes, Offering offering, Undeliverable undeliverable, ConsumeMeters meters) {
        this.lanes = lanes;
        this.offering = offering;
        this.undeliverable = undeliverable;
        this.meters = meters;
    }

    @Override
    public Passage of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return of(record, ParkedRecord.decode(record), EventRecords.read(record));
        } catch (IllegalArgumentException e) {
            return undeliverable.unreadable(record, e);
        }
    }

    private Passage of(ConsumerRecord<byte[], byte[]> record, ParkedRecord parked, ReadRecord read) {
        Optional<Lane> lane = lanes.of(parked.destination());
        if (lane.isEmpty()) {
            return undeliverable.removed(record, parked);
        }
        meters.routed();
        Debt.Terms terms = new Debt.Terms(parked.destination(), parked.standing(), parked.replay(), true);
        return offering.to(Consumed.now(read), lane.get(), terms);
    }

    @Override
    public List<DestinationId> owed(ConsumerRecord<byte[], byte[]> record) {
        return ParkedRecord.destination(record.topic()).stream().toList();
    }
}

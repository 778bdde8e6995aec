package io.headwater.router.consume;

import io.headwater.kafka.EventRecords;
import io.headwater.kafka.ReadRecord;
import io.headwater.kafka.Topics;
import io.headwater.router.backlog.ParkedRecord;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records of delay topics: events that failed alone, due when the topic's delay has passed since they were appended. All
 * of a topic wait equally long, so the first of a partition is the first that is due, and while it is not the partition
 * waits. A lane that does not take one when it is due parks it.
 */
final class DelayedArrivals implements Arrivals {
    private final OpenLanes lanes;
    private final Offering offering;
    private final Undeliverable undeliverable;
    private final ConsumeMeters meters;
    private final Clock clock;

    DelayedArrivals(
            OpenLanes lanes, Offering offering, Undeliverable undeliverable, ConsumeMeters meters, Clock clock) {
        this.lanes = lanes;
        this.offering = offering;
        this.undeliverable = undeliverable;
        this.meters = meters;
        this.clock = clock;
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
        Duration delay = Topics.delay(record.topic()).orElse(Duration.ZERO);
        Debt.Terms terms =
                new Debt.Terms(parked.destination(), parked.standing().retriedFor(delay), parked.replay(), false);
        Passage offered = offering.to(Consumed.now(read), lane.get(), terms);
        return new Due(record.timestamp() + delay.toMillis(), clock, offered);
    }

    @Override
    public List<DestinationId> owed(ConsumerRecord<byte[], byte[]> record) {
        try {
            return List.of(ParkedRecord.decode(record).destination());
        } catch (IllegalArgumentException e) {
            return List.of(); // a dead letter of nobody's, as for any record that is not readable
        }
    }
}

package io.headwater.router.consume;

import io.headwater.event.LoggedEvent;
import io.headwater.event.SourceId;
import io.headwater.kafka.EventRecords;
import io.headwater.router.lane.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes of each record of the log what it is: an event with somewhere to go, one with nowhere, or nothing of ours. */
final class Arrivals {
    private final Map<SourceId, List<Lane>> lanes;
    private final Burial burial;
    private final Unreadables unreadables;
    private final ConsumeMeters meters;

    Arrivals(Map<SourceId, List<Lane>> lanes, Burial burial, ConsumeMeters meters) {
        this.lanes = Map.copyOf(lanes);
        this.burial = burial;
        this.unreadables = new Unreadables(burial, meters);
        this.meters = meters;
    }

    Passage of(ConsumerRecord<byte[], byte[]> record) {
        meters.transit(Duration.ofMillis(System.currentTimeMillis() - record.timestamp()));
        LoggedEvent event;
        try {
            event = EventRecords.decode(record);
        } catch (IllegalArgumentException e) {
            return unreadables.of(record, e);
        }
        List<Lane> to = lanes.getOrDefault(event.source(), List.of());
        return to.isEmpty() ? new Unrouted(record.offset(), meters) : new Consumed(record, event, to, burial, meters);
    }
}

package io.headwater.router.consume;

import io.headwater.event.LoggedEvent;
import io.headwater.router.dead.DeadLetter;
import io.headwater.router.lane.BusSurroundings;
import io.headwater.router.lane.Lane;
import io.headwater.router.lane.Owed;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** One event read from the log, owed to the destinations its source leads to, and settled when each of them is done. */
final class Consumed implements Passage, Owed {
    /* Objects, headers' names and references around one event's bytes; measured as 1.6 to 2.2 KiB. */
    private static final int OVERHEAD = 2 * 1024;

    private final ConsumerRecord<byte[], byte[]> record;
    private final LoggedEvent event;
    private final List<Lane> lanes;
    private final Burial burial;
    private final ConsumeMeters meters;
    private final int weight;
    private final long consumedAt = BusSurroundings.now();
    private boolean counted;
    private int offered;
    private int open;
    private Runnable whenSettled = () -> {};

    Consumed(
            ConsumerRecord<byte[], byte[]> record,
            LoggedEvent event,
            List<Lane> lanes,
            Burial burial,
            ConsumeMeters meters) {
        this.record = record;
        this.event = event;
        this.lanes = lanes;
        this.burial = burial;
        this.meters = meters;
        this.open = lanes.size();
        this.weight = OVERHEAD + event.event().data().length() + headerBytes(record);
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public boolean advance(Runnable settled) {
        whenSettled = settled;
        if (!counted) {
            counted = true;
            meters.routed();
        }
        while (offered < lanes.size()) {
            if (!lanes.get(offered).offer(this)) {
                return false;
            }
            offered++;
        }
        return true;
    }

    @Override
    public LoggedEvent event() {
        return event;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public long consumedAt() {
        return consumedAt;
    }

    @Override
    public void bury(DeadLetter letter, Runnable durable) {
        burial.bury(record, letter, durable);
    }

    @Override
    public void settled() {
        open--;
        if (open == 0) {
            whenSettled.run();
        }
    }

    private static int headerBytes(ConsumerRecord<byte[], byte[]> record) {
        int bytes = 0;
        for (Header header : record.headers()) {
            bytes += header.value() == null ? 0 : header.value().length;
        }
        return bytes;
    }
}

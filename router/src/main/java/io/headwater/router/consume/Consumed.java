package io.headwater.router.consume;

import io.headwater.event.LoggedEvent;
import io.headwater.kafka.ReadRecord;
import io.headwater.router.lane.BusSurroundings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An event that was read, as everybody who is owed it shares it.
 *
 * @param weight bytes of memory it holds, roughly
 * @param at when it was read, on the scale of a lane's time
 */
record Consumed(ConsumerRecord<byte[], byte[]> record, LoggedEvent event, int weight, long at) {
    /* Objects and references around one event's bytes; measured as 1.2 KiB; more where it was parked and has ten headers more. */
    private static final int OVERHEAD = 2 * 1024;

    static Consumed now(ReadRecord read) {
        int weight = OVERHEAD + read.event().event().data().length() + headerBytes(read.record());
        return new Consumed(read.record(), read.event(), weight, BusSurroundings.now());
    }

    private static int headerBytes(ConsumerRecord<byte[], byte[]> record) {
        int bytes = 0;
        for (Header header : record.headers()) {
            bytes += header.value() == null ? 0 : header.value().length;
        }
        return bytes;
    }
}

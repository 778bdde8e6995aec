package io.headwater.collector.forward;

import io.headwater.collector.spool.Spooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The records of the spool that are on their way to Kafka, in the spool's order, and how far the spool is drained while they
 * settle out of order. Used by several threads.
 *
 * <pre>
 *   number     40 41 42 43 44 45
 *   settled     x  x     x         everything below 42 is drained
 * </pre>
 */
final class DrainWindow {
    private final long maxBytes;
    private final int maxRecords;
    private final Deque<Way> ways = new ArrayDeque<>();
    private long bytes;
    private long drained;

    /** One record's way to Kafka. */
    static final class Way {
        private final Spooled spooled;
        private final long bytes;
        private boolean settled;

        private Way(Spooled spooled) {
            this.spooled = spooled;
            this.bytes = bytes(spooled.record());
        }

        Spooled spooled() {
            return spooled;
        }
    }

    DrainWindow(DrainConfig config) {
        this.maxBytes = config.inFlightBytes().bytes();
        this.maxRecords = config.inFlightRecords();
    }

    synchronized boolean hasRoom() {
        return bytes < maxBytes && ways.size() < maxRecords;
    }

    synchronized boolean isEmpty() {
        return ways.isEmpty();
    }

    synchronized Way add(Spooled spooled) {
        Way way = new Way(spooled);
        ways.add(way);
        bytes += way.bytes;
        return way;
    }

    /** The record is in Kafka, or will never be. Whether the window has become half empty, or wholly. */
    synchronized boolean settle(Way way) {
        boolean wasHalf = isHalf();
        way.settled = true;
        while (!ways.isEmpty() && ways.element().settled) {
            Way first = ways.remove();
            bytes -= first.bytes;
            drained = first.spooled.number() + 1;
        }
        return ways.isEmpty() || (isHalf() && !wasHalf);
    }

    private boolean isHalf() {
        return bytes <= maxBytes / 2 && ways.size() <= maxRecords / 2;
    }

    /** Every record below this number is settled; 0 as long as no record is. */
    synchronized long drained() {
        return drained;
    }

    /** What is not settled, in order: to be sent again where it is no longer under way. */
    synchronized List<Way> unsettled() {
        return ways.stream().filter(way -> !way.settled).toList();
    }

    private static long bytes(ProducerRecord<byte[], byte[]> record) {
        long bytes = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}

package io.headwater.router.duplicates;

import io.headwater.kafka.Topics;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The fingerprints of events as records of {@code hw.index}, in the partition of the events: one byte of version, the first
 * offset, then for each event how much further its offset is (four bytes) and its two hashes.
 */
final class IndexRecords {
    /* How many events a record holds at most: some 20 KiB. */
    static final int MOST = 1_000;

    private static final byte VERSION = 1;
    private static final int HEAD = 1 + Long.BYTES;
    private static final int EACH = Integer.BYTES + 2 * Long.BYTES;

    private IndexRecords() {}

    /** Something that takes the events of a record. */
    interface Each {
        void event(Fingerprint event, long offset);
    }

    /** A record being filled. */
    static final class Draft {
        private final int partition;
        private final ByteBuffer bytes = ByteBuffer.allocate(HEAD + MOST * EACH);
        private long last;
        private int count;

        Draft(int partition) {
            this.partition = partition;
        }

        /** Adds an event behind those before it; false where there is no room, or it does not stand behind them. */
        boolean add(Fingerprint event, long offset) {
            if (count == MOST || (count > 0 && (offset < last || offset - last > Integer.MAX_VALUE))) {
                return false;
            }
            if (count == 0) {
                bytes.put(VERSION).putLong(offset);
                last = offset;
            }
            bytes.putInt((int) (offset - last)).putLong(event.id()).putLong(event.data());
            last = offset;
            count++;
            return true;
        }

        int count() {
            return count;
        }

        ProducerRecord<byte[], byte[]> record() {
            byte[] value = new byte[bytes.position()];
            bytes.duplicate().flip().get(value);
            return new ProducerRecord<>(Topics.INDEX, partition, null, value);
        }
    }

    /** Reads a record; of one that is none of ours, or of a version to come, nothing. */
    static void read(byte[] value, Each each) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (value.length < HEAD || bytes.get() != VERSION) {
            return;
        }
        long offset = bytes.getLong();
        while (bytes.remaining() >= EACH) {
            offset += bytes.getInt();
            each.event(new Fingerprint(bytes.getLong(), bytes.getLong()), offset);
        }
    }
}

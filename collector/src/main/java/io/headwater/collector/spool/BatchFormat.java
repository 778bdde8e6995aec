package io.headwater.collector.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Utils;

/**
 * How records lie on the disk: Kafka's own record batch, version 2, its offsets our numbers, its timestamps the time of
 * spooling. Each record has one more header, the last, with what a batch does not carry.
 * <pre>
 *   hw_spool   version 1 (1 byte) | partition, or -1 (4) | timestamp, or -1 (8) | topic, in UTF-8
 * </pre>
 * The checksum covers a batch but for its first offset, so whoever reads must expect a certain number.
 */
final class BatchFormat {
    /** Bytes of a batch without its records. */
    static final int OVERHEAD = DefaultRecordBatch.RECORD_BATCH_OVERHEAD;

    private static final Compression PLAIN = Compression.NONE;
    private static final Compression LZ4 = Compression.lz4().build();
    /* Setting lz4 up costs 20 µs, ten times what a lone event does; from a few of them on it costs little. */
    private static final long WORTH_COMPRESSING = 4 << 10;
    private static final String OWN = "hw_spool";
    private static final byte VERSION = 1;
    private static final int OWN_BYTES = 1 + Integer.BYTES + Long.BYTES;
    private static final long NONE = -1;
    /* Where these stand in a batch: Kafka's protocol guide, "Record Batch". */
    private static final int LENGTH_AT = 8;
    private static final int LENGTH_COUNTS_FROM = 12;
    private static final int MAGIC_AT = 16;
    private static final int TIMESTAMP_AT = 27;
    /* A record's own fields at their longest, and the lengths before a key, a value or a header. */
    private static final int RECORD_AT_MOST = 21;
    private static final int LENGTH_AT_MOST = 5;

    private BatchFormat() {}

    /**
     * One intact batch.
     *
     * @param first the number of its first record
     * @param next the number after its last
     * @param millis when it was spooled
     */
    record Batch(long first, long next, long millis, ByteBuffer bytes) {
        int size() {
            return bytes.remaining();
        }
    }

    /** What these records take uncompressed at most, beside {@link #OVERHEAD}. */
    static long atMost(List<ProducerRecord<byte[], byte[]>> records) {
        long bytes = 0;
        for (ProducerRecord<byte[], byte[]> record : records) {
            bytes += atMost(record);
        }
        return bytes;
    }

    static long atMost(ProducerRecord<byte[], byte[]> record) {
        long bytes = RECORD_AT_MOST + 2L * LENGTH_AT_MOST + length(record.key()) + length(record.value());
        bytes += headerAtMost(OWN, OWN_BYTES + Utils.utf8Length(record.topic()));
        for (Header header : record.headers()) {
            bytes += headerAtMost(header.key(), length(header.value()));
        }
        return bytes;
    }

    private static long headerAtMost(String key, int value) {
        return 2L * LENGTH_AT_MOST + Utils.utf8Length(key) + value;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /**
     * Writes records as one batch, into {@code buffer} where it is large enough.
     *
     * @param atMost what they take uncompressed, as {@link #atMost} says
     */
    static ByteBuffer encode(
            ByteBuffer buffer, long first, long millis, List<ProducerRecord<byte[], byte[]>> records, long atMost) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                buffer.clear(), atMost < WORTH_COMPRESSING ? PLAIN : LZ4, TimestampType.CREATE_TIME, first);
        for (ProducerRecord<byte[], byte[]> record : records) {
            builder.append(millis, record.key(), record.value(), withOwn(record));
        }
        return builder.build().buffer();
    }

    private static Header[] withOwn(ProducerRecord<byte[], byte[]> record) {
        Header[] headers = record.headers().toArray();
        Header[] more = Arrays.copyOf(headers, headers.length + 1);
        byte[] topic = record.topic().getBytes(UTF_8);
        byte[] own = ByteBuffer.allocate(OWN_BYTES + topic.length)
                .put(VERSION)
                .putInt(record.partition() == null ? (int) NONE : record.partition())
                .putLong(record.timestamp() == null ? NONE : record.timestamp())
                .put(topic)
                .array();
        more[headers.length] = new RecordHeader(OWN, own);
        return more;
    }

    /** How long the batch that {@code head} begins with says it is; 0 where that is no batch. */
    static int size(ByteBuffer head) {
        int at = head.position();
        if (head.get(at + MAGIC_AT) != RecordBatch.MAGIC_VALUE_V2) {
            return 0;
        }
        long size = (long) head.getInt(at + LENGTH_AT) + LENGTH_COUNTS_FROM;
        return size > OVERHEAD && size <= Integer.MAX_VALUE ? (int) size : 0;
    }

    /** The number a batch begins with, whether or not it is intact. */
    static long first(ByteBuffer head) {
        return head.getLong(head.position());
    }

    /** When a batch was spooled, whether or not it is intact. */
    static long millis(ByteBuffer head) {
        return head.getLong(head.position() + TIMESTAMP_AT);
    }

    /** The batch that {@code bytes} are, if they are one and intact. */
    static Optional<Batch> intact(ByteBuffer bytes) {
        MutableRecordBatch batch = MemoryRecords.readableRecords(bytes.duplicate())
                .batches()
                .iterator()
                .next();
        long next = batch.lastOffset() + 1;
        return batch.isValid() && next > batch.baseOffset()
                ? Optional.of(new Batch(batch.baseOffset(), next, batch.maxTimestamp(), bytes))
                : Optional.empty();
    }

    /** The records of a batch. Fails with a {@link RuntimeException} where they are none of ours. */
    static List<Spooled> decode(Batch batch) {
        List<Spooled> records = new ArrayList<>((int) (batch.next() - batch.first()));
        for (RecordBatch one :
                MemoryRecords.readableRecords(batch.bytes().duplicate()).batches()) {
            for (Record record : one) {
                records.add(decode(record));
            }
        }
        if (records.size() != batch.next() - batch.first()) {
            throw new IllegalArgumentException("the batch at " + batch.first() + " has numbers without records");
        }
        return records;
    }

    private static Spooled decode(Record record) {
        Header[] headers = record.headers();
        int last = headers.length - 1;
        if (last < 0 || !headers[last].key().equals(OWN)) {
            throw new IllegalArgumentException("the record " + record.offset() + " has no header " + OWN);
        }
        ByteBuffer own = ByteBuffer.wrap(headers[last].value());
        byte version = own.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("the record " + record.offset() + " is of version " + version);
        }
        int partition = own.getInt();
        long timestamp = own.getLong();
        return new Spooled(
                record.offset(),
                new ProducerRecord<>(
                        UTF_8.decode(own).toString(),
                        partition == NONE ? null : partition,
                        timestamp == NONE ? null : timestamp,
                        Utils.toNullableArray(record.key()),
                        Utils.toNullableArray(record.value()),
                        copied(headers, last)));
    }

    /** Headers read from bytes are slices of them until first looked at, and the bytes are used again. */
    private static List<Header> copied(Header[] headers, int count) {
        List<Header> copied = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            copied.add(new RecordHeader(headers[i].key(), headers[i].value()));
        }
        return copied;
    }
}

package io.headwater.router.duplicates;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.kafka.EventRecords;
import java.nio.ByteBuffer;
import java.util.List;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What an event is recognised by: hashes (XXH64) of who it says it is, source and id, and of its data. Two events that are
 * not the same are taken for it where both hashes meet: of three million events a chance of 10<sup>-25</sup>.
 */
record Fingerprint(long id, long data) {
    private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();
    private static final long ID_SEED = 0x6964L;
    private static final long DATA_SEED = 0x64617461L;
    /* A CloudEvent's own source is part of what tells it apart. */
    private static final List<String> IDENTITY =
            List.of(EventRecords.SOURCE, EventRecords.ID, EventRecords.CLIENT_SOURCE);
    private static final byte[] NONE = new byte[0];

    static Fingerprint of(ConsumerRecord<byte[], byte[]> record) {
        byte[][] parts = new byte[IDENTITY.size()][];
        for (int i = 0; i < parts.length; i++) {
            Header header = record.headers().lastHeader(IDENTITY.get(i));
            parts[i] = header == null || header.value() == null ? NONE : header.value();
        }
        byte[] data = record.value() == null ? NONE : record.value();
        return new Fingerprint(identity(parts), HASH.hash(data, 0, data.length, DATA_SEED));
    }

    /**
     * The hash of who an event says it is.
     *
     * @param source as {@link EventRecords#SOURCE} names it
     * @param clientSource the source a CloudEvent had at the client, or empty
     */
    static long identity(String source, String id, String clientSource) {
        return identity(new byte[][] {source.getBytes(UTF_8), id.getBytes(UTF_8), clientSource.getBytes(UTF_8)});
    }

    private static long identity(byte[][] parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer identity = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            identity.putInt(part.length).put(part);
        }
        return HASH.hash(identity.array(), 0, length, ID_SEED);
    }
}

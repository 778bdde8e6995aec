package io.headwater.collector.spool;

import io.headwater.collector.spool.Segment.Extent;
import io.headwater.ops.Failpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The segment that is being written, in the space prepared for it. */
final class ActiveSegment {
    private final Segment segment;
    private final DiskFile file;
    private final long size;
    private volatile long position;

    ActiveSegment(Segment segment, DiskFile file, long size) {
        this.segment = segment;
        this.file = file;
        this.size = size;
    }

    /** Space that is left in it. */
    long left() {
        return size - position;
    }

    /** Writes a batch; on return it is durable. After a failure the segment must not be written again. */
    void append(ByteBuffer batch) throws IOException {
        long end = position + batch.remaining();
        file.write(batch, position);
        Failpoint.reached("spool.written");
        file.force();
        Failpoint.reached("spool.synced");
        position = end;
    }

    /** Lets what was appended be read; {@code next} is the number after the last. */
    void publish(long next) {
        segment.holds(new Extent(position, next));
    }

    /** Ends it and gives back the space it did not need. */
    void seal() throws IOException {
        try (file) {
            file.truncate(position);
        } finally {
            segment.sealed(position);
        }
    }

    /** Ends it as it is: its file failed, and nothing is asked of it any more but to be read. */
    void giveUp() throws IOException {
        segment.sealed(size);
        file.close();
    }
}

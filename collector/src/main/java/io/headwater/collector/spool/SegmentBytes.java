package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of one segment, read ahead. What the disk cannot read stands as zeros, so that it is damage like any other. */
final class SegmentBytes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentBytes.class);
    private static final int AHEAD = 1 << 20;
    private static final int PAGE = 1 << 12;
    private static final DiskFile GONE = new NoFile();

    private final Path path;
    private final DiskFile file;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    SegmentBytes(Disk disk, Path path) throws IOException {
        this.path = path;
        this.file = open(disk, path);
    }

    private static DiskFile open(Disk disk, Path path) throws IOException {
        try {
            return disk.openToRead(path);
        } catch (NoSuchFileException e) {
            LOG.error("{} is gone, and with it what it held", path, e);
            return GONE;
        }
    }

    /** {@code length} bytes from {@code position}, valid until the next call; {@code end} is as far as the file may be read. */
    ByteBuffer at(long position, int length, long end) throws IOException {
        if (position < windowAt || position + length > windowAt + window.limit()) {
            fill(position, (int) Math.min(end - position, Math.max(length, AHEAD)));
        }
        return window.slice((int) (position - windowAt), length);
    }

    private void fill(long position, int length) throws IOException {
        if (window.capacity() < length) {
            window = ByteBuffer.allocate(length);
        }
        window.limit(0);
        readable(window.duplicate().clear().slice(0, length), position);
        window.limit(length);
        windowAt = position;
    }

    private void readable(ByteBuffer into, long position) throws IOException {
        try {
            zerosAfter(file, into, position);
        } catch (ClosedChannelException e) {
            throw e; // of this process' doing, and not the disk's
        } catch (IOException e) {
            LOG.warn("{} cannot be read at {}; reading it page by page", path, position, e);
            byPages(into, position);
        }
    }

    /** Reads what there is; what the file ends before stands as zeros. */
    private static void zerosAfter(DiskFile file, ByteBuffer into, long position) throws IOException {
        file.read(into, position);
        into.put(new byte[into.remaining()]);
    }

    private void byPages(ByteBuffer into, long position) throws IOException {
        int end = into.limit();
        for (int at = 0; at < end; at += PAGE) {
            int length = Math.min(PAGE, end - at);
            try {
                zerosAfter(file, into.slice(at, length), position + at);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                LOG.error("{} cannot be read at {}", path, position + at, e);
                into.slice(at, length).put(new byte[length]);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A file that holds nothing. */
    private static final class NoFile implements DiskFile {
        @Override
        public void write(ByteBuffer bytes, long position) {
            throw new IllegalStateException("never written");
        }

        @Override
        public void read(ByteBuffer into, long position) {}

        @Override
        public void force() {}

        @Override
        public void truncate(long size) {}

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void close() {}
    }
}

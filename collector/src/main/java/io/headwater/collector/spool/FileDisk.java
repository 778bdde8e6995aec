package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The disk itself. */
final class FileDisk implements Disk {
    @Override
    public DiskFile create(Path path) throws IOException {
        return new ChannelFile(FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new ChannelFile(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile openToRead(Path path) throws IOException {
        return new ChannelFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Override
    public long size(Path path) throws IOException {
        return Files.size(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usable(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** A file behind a channel. */
    private record ChannelFile(FileChannel channel) implements DiskFile {
        /* The JDK keeps a buffer outside the heap as large as the largest write or read of a thread. */
        private static final int AT_ONCE = 1 << 20;

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            int end = bytes.limit();
            long at = position;
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + AT_ONCE));
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            int end = into.limit();
            long at = position;
            int read = 0;
            while (read >= 0 && into.position() < end) {
                into.limit(Math.min(end, into.position() + AT_ONCE));
                read = channel.read(into, at);
                at += read;
            }
            into.limit(end);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

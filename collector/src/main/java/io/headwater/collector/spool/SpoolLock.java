package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to use a spool folder, which one spool or one command has at a time. It ends with the process at the latest. */
final class SpoolLock implements AutoCloseable {
    static final String NAME = "lock";
    /* A lock of the operating system belongs to the process, which loses it when it closes any channel to the file: so a
     * second spool of the same process must not even open it. Such a lock being the process', so is this. */
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private SpoolLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes the lock of a folder that is there. Fails with {@link SpoolUnusable} when somebody else has it. */
    static SpoolLock take(Path spool) throws IOException {
        Path folder = spool.toRealPath();
        if (!HELD_BY_THIS_PROCESS.add(folder)) {
            throw inUse(spool, "this process");
        }
        try {
            return new SpoolLock(folder, locked(spool, folder.resolve(NAME)));
        } catch (IOException | RuntimeException e) {
            HELD_BY_THIS_PROCESS.remove(folder);
            throw e;
        }
    }

    private static FileChannel locked(Path spool, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            String holder = Files.readString(file, StandardCharsets.US_ASCII).strip();
            channel.close();
            throw inUse(spool, holder.isEmpty() ? "another process" : "process " + holder);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static SpoolUnusable inUse(Path spool, String holder) {
        return new SpoolUnusable("spool.dir " + spool + " is in use by " + holder
                + ". Stop it first, or give each collector a folder of its own");
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD_BY_THIS_PROCESS.remove(folder);
        }
    }
}

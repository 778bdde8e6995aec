package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real disk, failing where a test tells it to. Each fault looks at an operation and the file, and may throw or wait. */
final class FaultyDisk implements Disk {
    private final Disk real = new FileDisk();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Map<Path, File> created = new ConcurrentHashMap<>();
    private volatile long usable = Long.MAX_VALUE;

    /** What is asked of the disk. */
    enum Operation {
        CREATE,
        OPEN,
        LIST,
        WRITE,
        READ,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        SYNC_FOLDER
    }

    /** May throw instead of what is asked for, or make it wait. */
    interface Fault {
        void before(Operation operation, Path path, long position) throws IOException;
    }

    /** May throw instead of the fsync, or make it wait. */
    interface FsyncFault {
        void before(Path path) throws IOException;
    }

    void with(Fault fault) {
        faults.add(fault);
    }

    /** Adds a fault of the fsync that an append to a segment waits for. */
    void atSegmentFsync(FsyncFault fault) {
        with((operation, path, position) -> {
            if (operation == Operation.FORCE && Segment.first(path).isPresent()) {
                fault.before(path);
            }
        });
    }

    void soundAgain() {
        faults.clear();
    }

    void usable(long bytes) {
        usable = bytes;
    }

    /** What was done to files, as {@code FORCE 00000000000000000000.log}. */
    synchronized List<String> done() {
        return List.copyOf(done);
    }

    private void before(Operation operation, Path path, long position) throws IOException {
        synchronized (this) {
            if (operation != Operation.READ && operation != Operation.WRITE) {
                done.add(operation + " " + path.getFileName());
            }
        }
        for (Fault fault : faults) {
            fault.before(operation, path, position);
        }
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        before(Operation.CREATE, path, 0);
        File file = new File(path, real.create(path));
        created.put(path, file);
        return file;
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        before(Operation.OPEN, path, 0);
        return new File(path, real.open(path));
    }

    @Override
    public DiskFile openToRead(Path path) throws IOException {
        before(Operation.OPEN, path, 0);
        return new File(path, real.openToRead(path));
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        before(Operation.LIST, folder, 0);
        return real.list(folder);
    }

    @Override
    public long size(Path path) throws IOException {
        return real.size(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        before(Operation.RENAME, to, 0);
        real.rename(from, to);
        File file = created.remove(from);
        if (file != null) {
            file.path = to;
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        before(Operation.DELETE, path, 0);
        real.delete(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        before(Operation.SYNC_FOLDER, folder, 0);
        real.syncFolder(folder);
    }

    @Override
    public long usable(Path folder) throws IOException {
        return Math.min(usable, real.usable(folder));
    }

    /** A file of the real disk under the name it has now. */
    private final class File implements DiskFile {
        private final DiskFile real;
        private volatile Path path;

        File(Path path, DiskFile real) {
            this.path = path;
            this.real = real;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            before(Operation.WRITE, path, position);
            real.write(bytes, position);
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            before(Operation.READ, path, position);
            real.read(into, position);
        }

        @Override
        public void force() throws IOException {
            before(Operation.FORCE, path, 0);
            real.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            before(Operation.TRUNCATE, path, size);
            real.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}

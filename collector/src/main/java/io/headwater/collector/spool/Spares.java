package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the next segment before it is needed: zeros in all of it, on the disk. So a full disk, or the spool's own limit,
 * is met here, beside the appends and before any of them depends on it. Where preparing fails it is tried again after a
 * pause, and whoever needs a segment meanwhile is told at once.
 */
final class Spares implements AutoCloseable {
    static final String SUFFIX = ".spare";
    private static final Logger LOG = LoggerFactory.getLogger(Spares.class);
    private static final int AT_ONCE = 1 << 20;
    private static final long CLOSE_SECONDS = 10;

    private final Disk disk;
    private final SpoolConfig config;
    private final LongSupplier taken;
    private final ScheduledExecutorService preparing =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "headwater-spool-prepare"));
    private CompletableFuture<Prepared> next = new CompletableFuture<>();
    private Runnable whenPrepared = () -> {};
    private Optional<Future<?>> retry = Optional.empty();
    private long prepared;

    /** A file full of zeros. */
    record Prepared(Path path, DiskFile file, long size) {}

    /**
     * @param taken what the spool takes of the disk without the spare
     */
    Spares(Disk disk, SpoolConfig config, LongSupplier taken) {
        this.disk = disk;
        this.config = config;
        this.taken = taken;
    }

    /** Begins; {@code whenPrepared} runs each time a segment is ready, hence the disk takes writes. */
    synchronized void start(Runnable whenPrepared) {
        this.whenPrepared = whenPrepared;
        prepareNext();
    }

    /**
     * The next segment, of the configured size or of {@code atLeast}; waits for one that is being prepared. To be followed
     * by {@link #prepareNext} once what was taken counts as the spool's.
     */
    Prepared take(long atLeast) throws NoRoom, IOException, InterruptedException {
        long segment = config.segmentBytes().bytes();
        if (atLeast > segment) {
            checkRoom(atLeast + segment);
            return prepare(atLeast);
        }
        Prepared spare = await();
        synchronized (this) {
            next = new CompletableFuture<>();
        }
        return spare;
    }

    synchronized void prepareNext() {
        if (!preparing.isShutdown()) {
            preparing.execute(this::attempt);
        }
    }

    /** Waits until a segment is ready; fails with what keeps it from being. */
    Prepared await() throws NoRoom, IOException, InterruptedException {
        try {
            return ready().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoRoom none) {
                throw none;
            }
            throw new IOException("no segment could be prepared", e.getCause());
        }
    }

    private synchronized CompletableFuture<Prepared> ready() {
        return next;
    }

    /** Bytes that may still be written beyond the segment being written: of the spare, and of those that may follow it. */
    long capacity() {
        long segment = config.segmentBytes().bytes();
        long ready = size();
        try {
            long own = config.maxBytes().bytes() - taken.getAsLong() - ready;
            long others = disk.usable(config.folder()) - config.reserve().bytes();
            return ready + Math.max(0, Math.min(own, others)) / segment * segment;
        } catch (IOException e) {
            return ready; // what is not known is not counted on
        }
    }

    private long size() {
        CompletableFuture<Prepared> now = ready();
        return now.isDone() && !now.isCompletedExceptionally() ? now.join().size() : 0;
    }

    /** Space was given back: what failed for want of it is tried again now. */
    synchronized void freed() {
        if (next.isCompletedExceptionally()) {
            prepareNext();
        }
    }

    /** Gives up the spare, since its disk is not to be trusted, and prepares another after the pause. */
    synchronized void renew(IOException why) {
        if (next.isDone() && !next.isCompletedExceptionally()) {
            discard(next.join());
        }
        next = CompletableFuture.failedFuture(why);
        again();
    }

    private synchronized void again() {
        retry.ifPresent(pending -> pending.cancel(false));
        if (!preparing.isShutdown()) {
            long millis = config.retryAfter().toMillis();
            retry = Optional.of(preparing.schedule(this::attempt, millis, TimeUnit.MILLISECONDS));
        }
    }

    private void attempt() {
        if (size() > 0) {
            return;
        }
        try {
            ready(prepare(config.segmentBytes().bytes()));
        } catch (NoRoom | IOException e) {
            failed(e);
        }
    }

    private void ready(Prepared spare) {
        synchronized (this) {
            if (!next.complete(spare)) {
                next = CompletableFuture.completedFuture(spare);
                LOG.info("the spool has room for another segment again");
            }
        }
        whenPrepared.run();
    }

    private synchronized void failed(Exception why) {
        if (next.completeExceptionally(why) && !preparing.isShutdown()) {
            LOG.warn("the spool has no further segment ready beside the one it writes", why);
        } else {
            next = CompletableFuture.failedFuture(why);
        }
        again();
    }

    private Prepared prepare(long size) throws NoRoom, IOException {
        checkRoom(size);
        Path path = config.folder().resolve("next-" + number() + SUFFIX);
        DiskFile file = disk.create(path);
        Prepared spare = new Prepared(path, file, size);
        try {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(size, AT_ONCE));
            for (long at = 0; at < size; at += zeros.capacity()) {
                file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), size - at)), at);
                file.force(); // piece by piece, since the fsyncs of appends wait behind this one
            }
            return spare;
        } catch (IOException e) {
            discard(spare);
            if (isFull(e)) {
                throw new NoRoom("the disk of spool.dir is full");
            }
            throw e;
        }
    }

    private synchronized long number() {
        return prepared++;
    }

    private void checkRoom(long size) throws NoRoom, IOException {
        if (taken.getAsLong() + size > config.maxBytes().bytes()) {
            throw new NoRoom("spool.maxBytes (" + config.maxBytes() + ") is used up");
        }
        if (disk.usable(config.folder()) - size < config.reserve().bytes()) {
            throw new NoRoom("the disk of spool.dir has no more than spool.reserve (" + config.reserve() + ") left");
        }
    }

    private static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    private void discard(Prepared spare) {
        try {
            disk.delete(spare.path());
            spare.file().close();
        } catch (IOException e) {
            LOG.warn("{} could not be deleted; the next start tries again", spare.path(), e);
        }
    }

    @Override
    public void close() {
        preparing.shutdownNow();
        try {
            if (!preparing.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the disk of {} is still busy with a segment", config.dir());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (size() > 0) {
                discard(next.join());
            }
            next = CompletableFuture.failedFuture(new IOException("the spool is closed"));
        }
    }
}

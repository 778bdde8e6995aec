package io.headwater.collector.spool;

import io.headwater.collector.spool.Recovery.Found;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge's fsynced store for when Kafka is away: what is appended is on the disk before its append completes, and leaves
 * in the order it came.
 * <pre>
 *   append ─► queue ─► writer: one batch, one fsync ─► segment ─► read ─► (Kafka) ─► drained: position, then deletion
 *                        └ no room: refused   spare segment, ready ahead     └ damaged or refused: quarantine
 * </pre>
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int LOOKS_WITHIN = 16;
    private static final long CLOSE_MILLIS = 10_000;

    private final SpoolParts parts;
    private final SpoolMeters meters;
    private final Clock clock;
    private final SpoolLock lock;
    private final Outlet outlet;
    private final SpoolWriter writer;
    private final Thread writing;
    private final Growth growth;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "headwater-spool-watch"));

    private Spool(SpoolParts parts, SpoolMeters meters, Clock clock, SpoolLock lock) {
        this.parts = parts;
        this.meters = meters;
        this.clock = clock;
        this.lock = lock;
        this.outlet = new Outlet(parts, meters);
        this.writer = new SpoolWriter(parts, meters, clock, outlet::feed);
        this.writing = new Thread(writer, "headwater-spool");
        this.growth = new Growth(System.nanoTime(), state().bytes());
    }

    /**
     * Opens the spool of what waits for {@code region}'s Kafka and finds out what is in it; blocking. Fails with
     * {@link SpoolUnusable}, whose message names spool.dir and the mend.
     */
    public static Spool open(SpoolConfig config, String region, Clock clock, MeterRegistry meters) {
        return open(config, clock, new SpoolMeters(meters, region), new FileDisk());
    }

    static Spool open(SpoolConfig config, Clock clock, SpoolMeters meters, Disk disk) {
        Path folder = config.folder();
        try {
            Files.createDirectories(folder.resolve(Quarantine.FOLDER));
            SpoolLock lock = SpoolLock.take(folder);
            try {
                Spool spool = recovered(config, clock, meters, disk, lock);
                spool.start();
                return spool;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SpoolUnusable(
                    "spool.dir " + folder + " cannot be read and written: " + e
                            + ". Make it a folder on a sound disk that this user may write",
                    e);
        }
    }

    private static Spool recovered(SpoolConfig config, Clock clock, SpoolMeters meters, Disk disk, SpoolLock lock)
            throws IOException {
        Found found = new Recovery(disk, config.folder(), meters).recover();
        Segments segments = new Segments(disk, found.segments());
        Quarantine quarantine = new Quarantine(disk, config.folder());
        Spares spares = new Spares(disk, config, () -> segments.allocated() + quarantine.bytes());
        SpoolParts parts =
                new SpoolParts(config, disk, segments, found.undrained(), quarantine, spares, new AppendQueue(config));
        return new Spool(parts, meters, clock, lock);
    }

    private void start() throws IOException {
        parts.spares().start(writer::diskWrites);
        try {
            parts.spares().await();
        } catch (NoRoom e) {
            if (parts.undrained().records() == 0) {
                stop();
                throw new SpoolUnusable("spool.dir " + folder() + " has no room: " + e.getMessage()
                        + ". Free some, or lower spool.segmentBytes or spool.reserve");
            }
            LOG.warn(
                    "the spool has no room until some of its {} records are drained",
                    parts.undrained().records());
        } catch (IOException e) {
            stop();
            throw e;
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new SpoolUnusable("interrupted while preparing spool.dir " + folder(), e);
        }
        long millis = Math.max(1, parts.config().syncWithin().toMillis() / LOOKS_WITHIN);
        watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        writing.start();
        meters.show(this::state, growth, clock);
        if (parts.undrained().records() > 0) {
            LOG.info("{} holds {} records to drain", folder(), parts.undrained().records());
        }
    }

    private void look() {
        long now = System.nanoTime();
        parts.queue().expire(now);
        growth.sample(
                now, parts.segments().bytesFrom(parts.undrained().position().drained()));
    }

    /**
     * Completes once all of the records are on the disk; fails with {@link SpoolRefused}, and then none of them is known to
     * be, though one refused as late may be all the same. In the order of the calls, on a thread of the spool's own.
     */
    public CompletionStage<Void> append(List<ProducerRecord<byte[], byte[]>> records) {
        Append append = new Append(records, System.nanoTime(), meters);
        if (records.isEmpty()) {
            append.complete();
        } else {
            parts.queue().offer(append);
        }
        return append.durable();
    }

    /**
     * The next undrained records in order, at least one and at most about {@code maxBytes}; empty when there are none now.
     * Blocking; by one thread at a time. Fails with {@link UncheckedIOException} where nothing can be read just now.
     */
    public List<Spooled> read(int maxBytes) {
        try {
            return outlet.read(maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Has {@code task} run whenever there are records after {@link #read} came back empty, or was never called; at once if
     * there are now. It runs on the thread that appends or on the caller's and must be quick. There is one such task.
     */
    public void whenReadable(Runnable task) {
        outlet.whenReadable(task);
    }

    /**
     * Everything numbered below {@code next} is in Kafka or quarantined. On return the position is durable, and segments all
     * below it are deleted. Blocking. Fails with {@link UncheckedIOException} where the position cannot be made durable: it
     * then stands where it stood, and the call may be made again.
     */
    public void drained(long next) {
        try {
            outlet.drained(next);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return parts.config().folder();
    }

    /**
     * Kafka refused this record for itself: on return it is durable in the quarantine folder. Blocking. Fails with
     * {@link UncheckedIOException} where it is not.
     */
    public void quarantine(Spooled spooled, String why) {
        try {
            outlet.quarantine(spooled, clock.millis(), why);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks at every undrained record, in order; blocking. For whoever keeps state about them, before it reads. */
    public void forEachUndrained(Consumer<Spooled> each) {
        try {
            outlet.forEachUndrained(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SpoolState state() {
        Undrained undrained = parts.undrained();
        return new SpoolState(
                undrained.records(),
                parts.segments().bytesFrom(undrained.position().drained()),
                writer.left() + parts.spares().capacity(),
                undrained.oldest(),
                writer.failures(),
                writer.problem().isPresent());
    }

    /** Why the spool takes nothing although there is room; empty while its disk is sound. */
    public Optional<String> problem() {
        return writer.problem();
    }

    /** Writes what waits, then ends. What is not drained is there at the next opening. */
    @Override
    public void close() {
        parts.queue().close();
        try {
            writing.join(CLOSE_MILLIS);
            if (writing.isAlive()) {
                LOG.warn("the disk of {} still holds up the last appends", folder());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        meters.hide();
        try {
            stop();
            outlet.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed", folder(), e);
        }
    }

    private void stop() throws IOException {
        watch.shutdownNow();
        parts.spares().close();
        lock.close();
    }
}

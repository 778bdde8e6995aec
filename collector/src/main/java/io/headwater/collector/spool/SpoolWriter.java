package io.headwater.collector.spool;

import io.headwater.collector.spool.Spares.Prepared;
import io.headwater.collector.spool.SpoolRefused.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes: takes all appends that wait, makes one batch of them, one write and one fsync, and completes them.
 * <p>
 * A file whose write or fsync failed is never written nor fsynced again: the kernel may have dropped the pages and would
 * report success the next time. The same batch, with the same numbers, goes to a new segment, which thereby says where the
 * old one ends. If that fails as well, appends are refused until a new segment could be prepared.
 */
final class SpoolWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
    private static final int LARGEST_GROUP = 4 << 20;

    private final SpoolParts parts;
    private final SpoolMeters meters;
    private final Clock clock;
    private final Runnable whenWritten;
    private final long group;
    private ByteBuffer buffer;
    private volatile Optional<ActiveSegment> active = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();
    private final AtomicLong failures = new AtomicLong();

    SpoolWriter(SpoolParts parts, SpoolMeters meters, Clock clock, Runnable whenWritten) {
        this.parts = parts;
        this.meters = meters;
        this.clock = clock;
        this.whenWritten = whenWritten;
        this.group = Math.min(LARGEST_GROUP, parts.config().segmentBytes().bytes() / 2);
        this.buffer = ByteBuffer.allocate((int) group + BatchFormat.OVERHEAD);
    }

    /** What keeps the spool from taking anything. */
    Optional<String> problem() {
        return problem;
    }

    /** The disk took a whole new segment: it may be tried again. */
    void diskWrites() {
        if (problem.isPresent()) {
            LOG.info("the disk of {} takes writes again", parts.config().dir());
            problem = Optional.empty();
        }
    }

    /** Space that is left in the segment being written. */
    long left() {
        return active.map(ActiveSegment::left).orElse(0L);
    }

    /** Segments that were given up because they could not be written. */
    long failures() {
        return failures.get();
    }

    @Override
    public void run() {
        try {
            for (List<Append> next = parts.queue().take(group);
                    !next.isEmpty();
                    next = parts.queue().take(group)) {
                guarded(next);
            }
            seal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("the spool's writer was interrupted", e);
        }
    }

    /* One append too many for the heap, or one that cannot be encoded, must not end the thread all others depend on. */
    private void guarded(List<Append> appends) throws InterruptedException {
        try {
            write(appends);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("{} appends could not be spooled", appends.size(), e);
            appends.forEach(append -> append.refuse(Reason.FAILING, "the records could not be spooled"));
        }
    }

    private void write(List<Append> appends) throws InterruptedException {
        List<Append> due = appends.stream().filter(append -> !append.isOver()).toList();
        if (due.isEmpty()) {
            return;
        }
        if (problem.isPresent()) {
            refuse(due, Reason.FAILING, problem.get());
            return;
        }
        long first = parts.undrained().next();
        long millis = clock.millis();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        due.forEach(append -> records.addAll(append.records()));
        long atMost = due.stream().mapToLong(Append::bytes).sum();
        ByteBuffer batch = BatchFormat.encode(roomy(atMost), first, millis, records, atMost);
        long next = first + records.size();
        try {
            if (isDurable(batch, first)) {
                parts.undrained().appended(next, millis); // first, so that nothing is read that does not count yet
                active.orElseThrow().publish(next);
                meters.appended(records.size());
                whenWritten.run();
                due.forEach(Append::complete);
            } else {
                refuse(due, Reason.FAILING, problem.orElse("the disk fails"));
            }
        } catch (NoRoom e) {
            writeLess(due, e);
        }
    }

    /** What does not fit all together may fit in part: the first half, then the other. */
    private void writeLess(List<Append> appends, NoRoom why) throws InterruptedException {
        if (appends.size() == 1) {
            refuse(appends, Reason.FULL, String.valueOf(why.getMessage()));
            return;
        }
        int half = appends.size() / 2;
        write(appends.subList(0, half));
        write(appends.subList(half, appends.size()));
    }

    private ByteBuffer roomy(long atMost) {
        long most = BatchFormat.OVERHEAD + atMost;
        return most <= buffer.capacity() ? buffer : ByteBuffer.allocate(Math.toIntExact(most));
    }

    private boolean isDurable(ByteBuffer batch, long first) throws NoRoom, InterruptedException {
        if (left() < batch.remaining()) {
            try {
                begin(batch.remaining(), first);
            } catch (IOException e) {
                fail(e);
                return false;
            }
        }
        return isWritten(batch) || isRewritten(batch, first);
    }

    private boolean isWritten(ByteBuffer batch) {
        ActiveSegment into = active.orElseThrow();
        long began = System.nanoTime();
        try {
            into.append(batch.duplicate());
            meters.synced(System.nanoTime() - began);
            return true;
        } catch (IOException e) {
            failures.incrementAndGet();
            meters.syncFailed();
            LOG.error(
                    "a segment of {} could not be written and is sealed",
                    parts.config().dir(),
                    e);
            giveUp(into);
            return false;
        }
    }

    private boolean isRewritten(ByteBuffer batch, long first) throws InterruptedException {
        try {
            begin(batch.remaining(), first);
            if (isWritten(batch)) {
                return true;
            }
            fail(new IOException("two files in a row could not be written"));
        } catch (IOException | NoRoom e) {
            fail(e);
        }
        return false;
    }

    private void fail(Exception why) {
        problem = Optional.of("the disk of spool.dir " + parts.config().dir() + " fails: " + why.getMessage());
        LOG.error("the spool takes nothing until its disk takes writes again (spool.retryAfter)", why);
        parts.spares().renew(new IOException(why));
    }

    private void begin(int atLeast, long first) throws NoRoom, IOException, InterruptedException {
        Prepared spare = parts.spares().take(atLeast);
        seal();
        Segment segment = Segment.begun(Segment.path(parts.config().folder(), first), first, spare.size());
        try {
            parts.disk().rename(spare.path(), segment.path());
            parts.disk().syncFolder(parts.config().folder());
            parts.segments().add(segment);
            active = Optional.of(new ActiveSegment(segment, spare.file(), spare.size()));
        } catch (IOException e) {
            spare.file().close();
            throw e;
        } finally {
            parts.spares().prepareNext();
        }
    }

    private void seal() {
        active.ifPresent(former -> {
            try {
                former.seal();
            } catch (IOException e) {
                LOG.warn("a full segment could not be cut to what it holds", e);
            }
        });
        active = Optional.empty();
    }

    private void giveUp(ActiveSegment former) {
        active = Optional.empty();
        try {
            former.giveUp();
        } catch (IOException e) {
            LOG.warn("a segment that failed could not be closed", e);
        }
    }

    private static void refuse(List<Append> appends, Reason reason, String why) {
        appends.forEach(append -> append.refuse(reason, why));
    }
}

package io.headwater.collector.spool;

import io.headwater.ops.Failpoint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records leave the spool: read in order, then drained or quarantined, in any case gone past by the position. */
final class Outlet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
    private static final int LOOK_BYTES = 1 << 20;

    private final SpoolParts parts;
    private final SpoolMeters meters;
    private final PositionFile positions;
    private final SpoolReader reader;
    /** Whether reading came back empty and whoever reads is to be told of more. */
    private final AtomicBoolean hungry = new AtomicBoolean(true);
    /** The number that is read next; all before it was read, or will never be. */
    private volatile long unread;

    private volatile Runnable whenReadable = () -> {};

    Outlet(SpoolParts parts, SpoolMeters meters) {
        this.parts = parts;
        this.meters = meters;
        this.positions = new PositionFile(parts.disk(), parts.config().folder());
        this.reader =
                new SpoolReader(parts, meters, parts.undrained().position().drained());
        this.unread = reader.number();
    }

    List<Spooled> read(int maxBytes) throws IOException {
        List<Spooled> records = reader.read(maxBytes);
        if (records.isEmpty()) {
            hungry.set(true);
            if (!reader.atEnd() && hungry.getAndSet(false)) {
                records = reader.read(maxBytes); // came in between
            }
        }
        unread = reader.number();
        return records;
    }

    void whenReadable(Runnable task) {
        whenReadable = task;
        hungry.set(true);
        if (unread < parts.undrained().next()) {
            feed();
        }
    }

    /** Tells that there is more to read. */
    void feed() {
        if (hungry.getAndSet(false)) {
            whenReadable.run();
        }
    }

    synchronized void drained(long next) throws IOException {
        Position position = parts.undrained().position();
        if (next <= position.drained()) {
            return;
        }
        if (next > position.next()) {
            throw new IllegalArgumentException(next + " is beyond all numbers there are, up to " + position.next());
        }
        long past = parts.undrained().past(next);
        write(new Position(past, position.next()));
        meters.drained(parts.undrained().drained(past));
        Failpoint.reached("spool.positioned");
        if (parts.segments().deleteBelow(past)) {
            Failpoint.reached("spool.deleted");
            parts.spares().freed();
        }
    }

    /** Where others filled the disk, the spare segment is given up for the position: draining is what makes room. */
    private void write(Position position) throws IOException {
        try {
            positions.write(position);
        } catch (IOException e) {
            LOG.warn(
                    "the position of {} could not be written; trying again without a spare segment",
                    parts.config().dir(),
                    e);
            parts.spares().renew(e);
            positions.write(position);
        }
    }

    void quarantine(Spooled spooled, long millis, String why) throws IOException {
        if (parts.quarantine().keep(spooled, millis, why)) {
            meters.quarantined();
        }
        parts.undrained().gap(spooled.number(), spooled.number() + 1);
    }

    void forEachUndrained(Consumer<Spooled> each) throws IOException {
        long from = parts.undrained().position().drained();
        try (SpoolReader looking = new SpoolReader(parts, meters, from)) {
            while (!looking.atEnd()) {
                looking.read(LOOK_BYTES).forEach(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

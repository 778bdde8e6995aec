package io.headwater.collector.spool;

import io.headwater.collector.spool.BatchFormat.Batch;
import io.headwater.collector.spool.Segment.Extent;
import io.headwater.collector.spool.SegmentWalk.Damage;
import io.headwater.collector.spool.SegmentWalk.Intact;
import io.headwater.collector.spool.SegmentWalk.Step;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records in order across segments, from a number on. What is damaged goes to quarantine, and reading goes on. */
final class SpoolReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);

    private final SpoolParts parts;
    private final SpoolMeters meters;
    private final Deque<Spooled> ready = new ArrayDeque<>();
    private long from;
    private Optional<Place> place = Optional.empty();

    /** Where in which segment. */
    private record Place(Segment segment, SegmentBytes bytes, SegmentWalk walk) {}

    SpoolReader(SpoolParts parts, SpoolMeters meters, long from) {
        this.parts = parts;
        this.meters = meters;
        this.from = from;
    }

    /** The next records, at least one and at most about {@code maxBytes} in memory; empty when there are no more now. */
    List<Spooled> read(int maxBytes) throws IOException {
        List<Spooled> records = new ArrayList<>();
        long bytes = 0;
        while (bytes < maxBytes && !atEnd()) {
            Spooled next = ready.remove();
            bytes += BatchFormat.atMost(next.record());
            records.add(next);
        }
        return records;
    }

    /** The number of what is read next. */
    long number() {
        Spooled next = ready.peek();
        return next == null
                ? Math.max(from, place.map(here -> here.walk().number()).orElse(from))
                : next.number();
    }

    /** Whether there is nothing to read now. */
    boolean atEnd() throws IOException {
        try {
            return isNothingReady();
        } catch (ClosedChannelException e) {
            from = number(); // whoever interrupted this thread closed the file: it is opened again the next time
            place = Optional.empty();
            throw e;
        }
    }

    private boolean isNothingReady() throws IOException {
        while (ready.isEmpty()) {
            if (place.isEmpty() && !opened(parts.segments().from(from))) {
                return true;
            }
            Place here = place.orElseThrow();
            Extent extent = here.segment().extent();
            Step step = here.walk().look(extent.bytes(), extent.next());
            if (step instanceof Intact intact) {
                take(here, intact);
            } else if (step instanceof Damage damage) {
                skip(here, damage);
            } else if (!isLeft(here, extent)) {
                return true;
            }
        }
        return false;
    }

    private void take(Place here, Intact intact) throws IOException {
        Batch batch = intact.batch();
        if (batch.next() > from) {
            List<Spooled> records;
            try {
                records = BatchFormat.decode(batch);
            } catch (RuntimeException e) {
                LOG.error(
                        "{} holds a batch that is intact and yet none of ours",
                        here.segment().path(),
                        e);
                skip(here, here.walk().unreadable(batch));
                return;
            }
            records.stream().filter(record -> record.number() >= from).forEach(ready::add);
        }
        here.walk().pass(intact);
    }

    private void skip(Place here, Damage damage) throws IOException {
        if (damage.nextNumber() > from) {
            Damage undrained = damage.from(from);
            if (parts.quarantine().keep(undrained, here.bytes())) {
                meters.corrupt(undrained.missing());
                LOG.error(
                        "{} is damaged: {} records from {} on are lost; its bytes {} to {} are kept in {}",
                        here.segment().path(),
                        undrained.missing(),
                        undrained.firstMissing(),
                        damage.start(),
                        damage.end(),
                        Quarantine.FOLDER);
            }
            parts.undrained().gap(undrained.firstMissing(), undrained.nextNumber());
        }
        here.walk().pass(damage);
    }

    /** Goes on to the segment that holds what follows; false if there is nothing further now. */
    private boolean isLeft(Place here, Extent seen) throws IOException {
        Optional<Segment> holding = parts.segments().from(here.walk().number());
        if (holding.isEmpty() || holding.get() == here.segment()) {
            return !here.segment().extent().equals(seen);
        }
        close();
        return opened(holding);
    }

    private boolean opened(Optional<Segment> segment) throws IOException {
        if (segment.isPresent()) {
            SegmentBytes bytes = new SegmentBytes(parts.disk(), segment.get().path());
            SegmentWalk walk = new SegmentWalk(bytes, segment.get().first());
            place = Optional.of(new Place(segment.get(), bytes, walk));
        }
        return segment.isPresent();
    }

    @Override
    public void close() throws IOException {
        if (place.isPresent()) {
            place.get().bytes().close();
            place = Optional.empty();
        }
    }
}

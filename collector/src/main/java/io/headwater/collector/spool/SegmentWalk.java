package io.headwater.collector.spool;

import io.headwater.collector.spool.BatchFormat.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Goes through the batches of one segment, and around what is damaged. Numbers are consecutive, so that it knows what is
 * missing even where nothing can be read.
 * <pre>
 *   batches   | 0..4 | 5..9 | ?????? | 13..15 | 0000000000
 *   steps       Batch  Batch  Damage   Batch    End
 *                             misses 10, 11, 12
 * </pre>
 * Where the number after the segment's last is known, all before it must be there: a tail that falls short is damage too.
 */
final class SegmentWalk {
    /** The number after the last where none is known: the walk ends before what is no batch. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final int AT_ONCE = 1 << 16;

    private final SegmentBytes bytes;
    private long position;
    private long number;

    SegmentWalk(SegmentBytes bytes, long first) {
        this.bytes = bytes;
        this.number = first;
    }

    /** What comes next. */
    sealed interface Step permits Intact, Damage, End {}

    /** An intact batch; its bytes are valid until the next look. */
    record Intact(Batch batch) implements Step {}

    /** Bytes that are no batch, and the numbers that are missing with them. */
    record Damage(long start, long end, long firstMissing, long nextNumber) implements Step {
        long missing() {
            return nextNumber - firstMissing;
        }

        /** The same bytes, but no number below {@code number} is missed. */
        Damage from(long number) {
            return new Damage(start, end, Math.max(firstMissing, number), nextNumber);
        }
    }

    /** Nothing further: all that was asked for has been seen, or a tail that holds no batch begins at {@code position}. */
    record End(long position, long next) implements Step {}

    /** What comes next before byte {@code end} and number {@code next}. Asked again, it says the same. */
    Step look(long end, long next) throws IOException {
        if (number >= next) {
            return new End(position, number);
        }
        Optional<Batch> here = at(position, end);
        if (here.isPresent() && here.get().first() == number) {
            return new Intact(here.get());
        }
        Optional<Damage> damage = before(end, next);
        if (damage.isPresent()) {
            return damage.get();
        }
        return next == UNKNOWN ? new End(position, number) : new Damage(position, end, number, next);
    }

    /** What lies before the next intact batch, if there is one. */
    private Optional<Damage> before(long end, long next) throws IOException {
        long at = position;
        while (at + BatchFormat.OVERHEAD <= end) {
            ByteBuffer some = bytes.at(at, (int) Math.min(AT_ONCE, end - at), end);
            int here = 0;
            int last = some.limit() - BatchFormat.OVERHEAD;
            while (here <= last && !isLater(some.position(here), at + here, next)) {
                here++;
            }
            at += here;
            if (here <= last) {
                Optional<Batch> later = at(at, end);
                if (later.isPresent()) {
                    return Optional.of(
                            new Damage(position, at, number, later.get().first()));
                }
                at++;
            }
        }
        return Optional.empty();
    }

    /** Whether what stands here says that it is a batch which may stand here, after at least one that is missing. */
    private boolean isLater(ByteBuffer head, long at, long next) {
        if (BatchFormat.size(head) == 0) {
            return false;
        }
        long first = BatchFormat.first(head);
        return first > number && first < next && first - number <= at - position;
    }

    private Optional<Batch> at(long at, long end) throws IOException {
        if (at + BatchFormat.OVERHEAD > end) {
            return Optional.empty();
        }
        int size = BatchFormat.size(bytes.at(at, BatchFormat.OVERHEAD, end));
        return size == 0 || at + size > end ? Optional.empty() : BatchFormat.intact(bytes.at(at, size, end));
    }

    /** Goes past what {@link #look} said. */
    void pass(Step step) {
        if (step instanceof Intact intact) {
            position += intact.batch().size();
            number = intact.batch().next();
        } else if (step instanceof Damage damage) {
            position = damage.end();
            number = damage.nextNumber();
        }
    }

    /** Takes an intact batch whose records turn out unreadable for damage. */
    Damage unreadable(Batch batch) {
        return new Damage(position, position + batch.size(), batch.first(), batch.next());
    }

    long number() {
        return number;
    }

    long position() {
        return position;
    }
}

package io.headwater.kafka;

import io.headwater.kafka.Unacknowledged.Cause;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One append under way: keeps what became of each of its records, and settles with the last. What comes later is late. */
final class Append implements Fates {
    private final Promise<Appended> settled;
    private final long deadline;
    private final BitSet open;
    private final List<ProducerRecord<byte[], byte[]>> records;
    private final List<Refused> refused = new ArrayList<>(0);
    private final List<Unacknowledged> unacknowledged = new ArrayList<>(0);

    Append(int records, long deadline, Promise<Appended> settled) {
        this.settled = settled;
        this.deadline = deadline;
        this.open = new BitSet(records);
        this.open.set(0, records);
        this.records = new ArrayList<>(records);
    }

    /** The next record, on its way to be handed over. */
    synchronized void add(ProducerRecord<byte[], byte[]> record) {
        records.add(record);
    }

    @Override
    public void acknowledged(int index) {
        boolean last;
        synchronized (this) {
            last = isOpen(index) && closes(index);
        }
        settleIf(last);
    }

    @Override
    public void failed(int index, Exception error) {
        if (Refused.isOfTheRecord(error)) {
            refuse(index, error);
        } else {
            missing(
                    index,
                    Cause.NOT_ACKNOWLEDGED,
                    "Kafka did not acknowledge: " + error.getClass().getSimpleName());
        }
    }

    private void refuse(int index, Exception error) {
        boolean last = false;
        synchronized (this) {
            if (isOpen(index)) {
                refused.add(new Refused(index, Refused.reason(error)));
                last = closes(index);
            }
        }
        settleIf(last);
    }

    /** Record {@code index} is not known to be in the log. */
    void missing(int index, Cause cause, String why) {
        boolean last = false;
        synchronized (this) {
            if (isOpen(index)) {
                unacknowledged.add(new Unacknowledged(index, records.get(index), cause, why));
                last = closes(index);
            }
        }
        settleIf(last);
    }

    boolean isSettled() {
        return settled.future().isComplete();
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    /** Whatever nothing is known of by now is taken for not acknowledged. */
    void expire() {
        BitSet silent;
        synchronized (this) {
            silent = (BitSet) open.clone();
        }
        silent.stream().forEach(index -> missing(index, Cause.NOT_ACKNOWLEDGED, "Kafka said nothing in time"));
    }

    /** Settles the whole append as failed; for a fault of ours alone. */
    void fail(LogUnavailable failure) {
        synchronized (this) {
            open.clear();
        }
        settled.tryFail(failure);
    }

    private boolean isOpen(int index) {
        return open.get(index);
    }

    private boolean closes(int index) {
        open.clear(index);
        return open.isEmpty();
    }

    private void settleIf(boolean last) {
        if (last) {
            records.clear(); // so that an append that waits for its turn in the backstop holds no data
            settled.tryComplete(Appended.of(refused, unacknowledged));
        }
    }
}

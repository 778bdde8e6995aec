package io.headwater.kafka;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** One append under way: counts the acknowledgements of its records and settles when the last is in. */
final class Append {
    private final Promise<List<Refused>> settled;
    private final List<Refused> refused = new ArrayList<>(0);
    private int open;
    private boolean failed;

    Append(int records, Promise<List<Refused>> settled) {
        this.open = records;
        this.settled = settled;
    }

    /** Takes the word of Kafka on record {@code index}; {@code error} is null when it is acknowledged. */
    void acknowledged(int index, Exception error) {
        if (error == null) {
            settleOne();
        } else if (isOfTheRecord(error)) {
            refuse(index, error);
        } else {
            fail(new LogUnavailable(
                    "Kafka did not acknowledge: " + error.getClass().getSimpleName(), error));
        }
    }

    /** Settles the whole append as failed; the records already with the producer may arrive all the same. */
    void fail(LogUnavailable failure) {
        synchronized (this) {
            failed = true;
        }
        settled.tryFail(failure);
    }

    private void refuse(int index, Exception error) {
        synchronized (this) {
            refused.add(new Refused(index, "Kafka refused the record: " + error.getMessage()));
        }
        settleOne();
    }

    private void settleOne() {
        List<Refused> all;
        synchronized (this) {
            open--;
            if (open > 0 || failed) {
                return;
            }
            all = List.copyOf(refused);
        }
        settled.tryComplete(all);
    }

    static boolean isOfTheRecord(Exception error) {
        return error instanceof RecordTooLargeException
                || error instanceof RecordBatchTooLargeException
                || error instanceof InvalidRecordException
                || error instanceof UnsupportedForMessageFormatException;
    }
}

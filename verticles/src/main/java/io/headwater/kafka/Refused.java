package io.headwater.kafka;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** A record that Kafka refused for itself; sending it again would not help. {@code index} is its place in the append. */
public record Refused(int index, String reason) {

    /** Whether an error is the record's own fault; any other says that Kafka is away, late, or closed to us. */
    public static boolean isOfTheRecord(Exception error) {
        return error instanceof RecordTooLargeException
                || error instanceof RecordBatchTooLargeException
                || error instanceof InvalidRecordException
                || error instanceof UnsupportedForMessageFormatException;
    }

    /** The reason in a sentence. */
    public static String reason(Exception error) {
        return "Kafka refused the record: " + error.getMessage();
    }
}

package io.headwater.kafka;

/** Kafka did not acknowledge in time or could not be reached. Records of the append may or may not be in the log. */
public final class LogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogUnavailable(String message) {
        super(message);
    }

    LogUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

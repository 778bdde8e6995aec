package io.headwater.router.deliver;

import java.time.Duration;

/** How one attempt ended. The same for all events of its batch. */
public sealed interface Outcome {
    Reason reason();

    /** HTTP status of the answer, 0 where there was none. */
    int status();

    /** The destination has the events. */
    record Delivered(int status) implements Outcome {
        @Override
        public Reason reason() {
            return Reason.SUCCESS;
        }
    }

    /** It may work later: busy, away, or late. */
    record Transient(Reason reason, int status) implements Outcome {}

    /** The destination asks to be left alone for a while. */
    record Throttled(Duration retryAfter, int status) implements Outcome {
        @Override
        public Reason reason() {
            return Reason.ASKED_TO_WAIT;
        }
    }

    /** No event can be delivered until somebody mends something, here or there. */
    record Setup(Reason reason, int status) implements Outcome {}

    /**
     * The destination does not want one of these events.
     *
     * @param response the beginning of its answer's body
     */
    record Refused(int status, String response) implements Outcome {
        @Override
        public Reason reason() {
            return Reason.REFUSED;
        }
    }
}

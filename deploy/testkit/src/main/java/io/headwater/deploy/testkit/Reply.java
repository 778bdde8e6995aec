package io.headwater.deploy.testkit;

import java.time.Duration;
import java.util.Map;

/** What the sink does with one request: one of the ways in which customers' servers answer, or do not. */
public sealed interface Reply {

    /** A plain answer. */
    record Answer(int status, Map<String, String> headers, String body) implements Reply {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** An answer whose body is no text. */
    @SuppressWarnings("ArrayRecordComponent") // Raw bytes are the point; nothing compares whole answers.
    record Binary(int status, Map<String, String> headers, byte[] body) implements Reply {
        public Binary {
            headers = Map.copyOf(headers);
        }
    }

    /** Reads the request and never says a word. */
    record Hang() implements Reply {}

    /** Reads the request and closes the connection. */
    record CloseConnection() implements Reply {}

    /** Says 200 and sends a body that never ends, as fast as it is read. */
    record EndlessBody() implements Reply {}

    /** Says 200 and sends a body that never ends, one byte per interval. */
    record DripBody(Duration interval) implements Reply {}

    /** Does the same, later. */
    record After(Duration delay, Reply reply) implements Reply {}

    static Reply status(int status) {
        return status(status, Map.of());
    }

    static Reply status(int status, Map<String, String> headers) {
        return new Answer(status, headers, "");
    }

    static Reply status(int status, Map<String, String> headers, String body) {
        return new Answer(status, headers, body);
    }

    static Reply status(int status, Map<String, String> headers, byte[] body) {
        return new Binary(status, headers, body);
    }

    static Reply hang() {
        return new Hang();
    }

    static Reply closeConnection() {
        return new CloseConnection();
    }

    static Reply endlessBody() {
        return new EndlessBody();
    }

    static Reply dripBody(Duration interval) {
        return new DripBody(interval);
    }

    static Reply after(Duration delay, Reply reply) {
        return new After(delay, reply);
    }

    /** Whether the sender is told that the events have arrived: a 2xx, whatever body follows. */
    default boolean accepts() {
        if (this instanceof Answer answer) {
            return answer.status() / 100 == 2;
        }
        if (this instanceof Binary binary) {
            return binary.status() / 100 == 2;
        }
        if (this instanceof After after) {
            return after.reply().accepts();
        }
        return this instanceof EndlessBody || this instanceof DripBody;
    }
}

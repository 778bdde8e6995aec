package io.headwater.collector.dialect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a client's clock from when it says it sent a request: {@code corrected = time + (received − sent)}.
 * The way from client to edge counts as error of the clock, so a corrected time is late by that much.
 */
public final class ClientClock {
    /** Of a client that does not say when it sent. */
    public static final ClientClock UNKNOWN = new ClientClock(Optional.empty());

    private final Optional<Duration> behind;

    private ClientClock(Optional<Duration> behind) {
        this.behind = behind;
    }

    /** Of a client that says it sent at {@code sentAt}, RFC 3339, what the edge received at {@code at}. */
    public static ClientClock sent(String sentAt, Instant at) {
        return Rfc3339.parse(sentAt).map(sent -> sent(sent, at)).orElse(UNKNOWN);
    }

    public static ClientClock sent(Instant sentAt, Instant at) {
        return new ClientClock(Optional.of(Duration.between(sentAt, at)));
    }

    /** The corrected time of what happened at {@code time} of the client's clock, RFC 3339; empty where not known. */
    public String corrected(String time) {
        return behind.isEmpty() ? "" : Rfc3339.parse(time).map(this::corrected).orElse("");
    }

    public String corrected(Instant time) {
        try {
            return behind.map(wrong -> Rfc3339.format(time.plus(wrong))).orElse("");
        } catch (DateTimeException | ArithmeticException e) {
            return ""; // a clock so wrong that no date is left
        }
    }
}

package io.headwater.router.dead;

import java.util.Optional;

/**
 * Why one event will not be delivered.
 *
 * @param tenant of the destination, or empty where the record never got to one
 * @param destination its name, or empty
 * @param reason a sentence
 * @param answer what the destination said, if it was asked
 * @param attempts requests that carried the event
 */
public record DeadLetter(String tenant, String destination, String reason, Optional<Answered> answer, int attempts) {

    /** A destination's answer: its status and the beginning of its body. */
    public record Answered(int status, String body) {}

    /** A record that is no event of ours, so that nobody is owed it. */
    public static DeadLetter unreadable(String why) {
        return new DeadLetter("", "", "unreadable: " + why, Optional.empty(), 0);
    }
}

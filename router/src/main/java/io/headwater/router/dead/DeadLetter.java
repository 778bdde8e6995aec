package io.headwater.router.dead;

import java.util.Optional;

/**
 * Why one event will not be delivered.
 *
 * @param tenant of the destination, or empty where the record never got to one
 * @param destination its name, or empty
 * @param reason a word, a colon and a sentence; the words are {@code refused}, {@code unfit}, {@code unreadable},
 *     {@code expired}, {@code removed}, {@code skipped}, {@code pinned}, {@code poison}
 * @param answer what the destination said, if it was asked
 * @param attempts requests that carried the event
 */
public record DeadLetter(String tenant, String destination, String reason, Optional<Answered> answer, int attempts) {

    /** The word that the reason begins with. */
    public String cause() {
        return reason.substring(0, Math.max(0, reason.indexOf(':')));
    }

    /** A destination's answer: its status and the beginning of its body. */
    public record Answered(int status, String body) {}

    /** A record that is no event of ours, so that nobody is owed it. */
    public static DeadLetter unreadable(String why) {
        return new DeadLetter("", "", "unreadable: " + why, Optional.empty(), 0);
    }

    /**
     * An event that could not be handled here, through no fault of its destination's; tenant and destination are empty where
     * they are not known.
     *
     * @param problem the name of what went wrong; never the event's own words
     */
    public static DeadLetter failed(String tenant, String destination, String problem) {
        return new DeadLetter(
                tenant, destination, "unreadable: handling it failed (" + problem + ")", Optional.empty(), 0);
    }

    /** An event whose destination is not configured any more. */
    public static DeadLetter removed(String tenant, String destination, int attempts) {
        return new DeadLetter(
                tenant, destination, "removed: the destination is not configured any more", Optional.empty(), attempts);
    }

    /** An event that an operator skipped before its lane had it. */
    public static DeadLetter skipped(String tenant, String destination, int attempts) {
        return new DeadLetter(tenant, destination, "skipped: an operator skipped it", Optional.empty(), attempts);
    }

    /** An event that must not leave a jurisdiction which its destination is not in. */
    public static DeadLetter pinned(String tenant, String destination, String jurisdiction, int attempts) {
        return new DeadLetter(
                tenant,
                destination,
                "pinned: the event never leaves '" + jurisdiction + "', and the destination is not there",
                Optional.empty(),
                attempts);
    }

    /** An event whose handling ended the process, twice; tenant and destination are empty where they are not known. */
    public static DeadLetter poison(String tenant, String destination) {
        return new DeadLetter(
                tenant,
                destination,
                "poison: the router's process ended twice while it handled it",
                Optional.empty(),
                0);
    }
}

package io.headwater.router.account;

/**
 * An attempt, as the ledger keeps it.
 *
 * @param attempts requests that carried the event so far, this one included
 * @param reason label of how it ended, or why the event did
 * @param status HTTP status of the answer, 0 where there was none
 * @param millis it took
 */
public record Tried(int attempts, String reason, int status, long millis) {
    /** Of an event that ends without an attempt of its own. */
    public static Tried not(int attempts, String reason) {
        return new Tried(attempts, reason, 0, 0);
    }
}

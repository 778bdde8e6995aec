package io.headwater.router.ledger;

/**
 * Up to which number of a line everything must have been reported. A sign of life says how many numbers are given out; what
 * became of them is reported once their requests are answered, and comes with the spool where Kafka was away. So a sign that
 * comes long enough after that, of an edge whose spool is empty, means that no report of them is under way any more: where
 * there is none, it is gone, with a part of a spool that the disk lost.
 */
final class GivenOut {
    private final long patienceMillis;
    private long highest;
    private long settled;
    private long asked = -1;
    private long askedAt;

    /** @param patienceMillis from a number's giving out to its report, at most */
    GivenOut(long patienceMillis) {
        this.patienceMillis = patienceMillis;
    }

    /**
     * A sign has come in time.
     *
     * @param at when, in milliseconds since 1970
     * @param given how many numbers were given out
     * @param spoolIsEmpty whether the edge's spool holds nothing
     */
    void sign(long at, long given, boolean spoolIsEmpty) {
        highest = Math.max(highest, given);
        if (asked >= 0 && spoolIsEmpty && at - askedAt >= patienceMillis) {
            settled = Math.max(settled, asked);
            asked = -1;
        }
        if (asked < 0) {
            asked = given;
            askedAt = at;
        }
    }

    /** All numbers below have been reported, if ever. */
    long settled() {
        return settled;
    }

    /** All numbers below have been given out. */
    long highest() {
        return highest;
    }
}

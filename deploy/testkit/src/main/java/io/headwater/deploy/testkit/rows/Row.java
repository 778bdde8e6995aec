package io.headwater.deploy.testkit.rows;

import java.time.Duration;

/**
 * One row of the fault matrix: what is broken, and what must hold all the same.
 *
 * @param name what happens, in a few words
 * @param injected how it is made to happen
 * @param expected what must hold beside the judge's LOST, CORRUPT and PHANTOM being empty
 * @param bounds how much is excused
 */
public record Row(int number, String name, String injected, String expected, Bounds bounds) {

    /**
     * How much a fault excuses.
     *
     * @param duplicates deliveries too many
     * @param recovery until everything flows again, from the fault's end or the kill
     */
    public record Bounds(int duplicates, Duration recovery) {}
}

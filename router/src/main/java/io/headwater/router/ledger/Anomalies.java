package io.headwater.router.ledger;

import io.headwater.event.Line;
import io.headwater.ledger.Numbers;
import java.util.List;

/**
 * What is not as it should be, by name.
 *
 * @param losses acknowledged events that are gone
 * @param stranded events in the spool of an edge that has been silent for long
 * @param unconfirmed numbers of forwarders that have ended, of which nobody knows anything
 * @param untold events that were read, and in no source's row, since their forwarder ended before it told of them
 * @param phantoms delivered or read, and never accepted
 * @param reportedTwice deliveries that one router reported twice
 */
public record Anomalies(
        List<Loss> losses,
        List<Named> stranded,
        List<Named> unconfirmed,
        List<Named> untold,
        List<Named> phantoms,
        List<Named> reportedTwice) {

    /**
     * Some numbers of a line.
     *
     * @param destination it is about, or empty
     * @param numbers the lowest of them
     * @param count how many there are
     */
    public record Named(Line line, String destination, Numbers numbers, long count) {}

    public long lost() {
        return losses.stream().mapToLong(Loss::count).sum();
    }
}

package io.headwater.router.dead;

import io.headwater.router.deliver.DestinationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters somebody means; what is empty does not matter.
 *
 * @param reason the word
 * @param since when it became one, this moment included
 * @param until when it became one, this moment not included
 * @param redriven whether those that were redriven are meant too
 */
public record LetterFilter(
        Optional<DestinationId> destination,
        Optional<String> source,
        Optional<String> type,
        Optional<String> reason,
        Optional<String> id,
        Optional<Instant> since,
        Optional<Instant> until,
        boolean redriven) {

    public boolean takes(Letter letter) {
        return (redriven || !letter.redriven())
                && (destination.isEmpty() || destination.equals(letter.destination()))
                && is(source, letter.source())
                && is(type, letter.type())
                && is(reason, letter.reasonWord())
                && is(id, letter.id())
                && since.filter(letter.at()::isBefore).isEmpty()
                && until.filter(moment -> !letter.at().isBefore(moment)).isEmpty();
    }

    /** Whether it names anything, so that not simply every letter is meant. */
    public boolean names() {
        return destination.isPresent()
                || source.isPresent()
                || type.isPresent()
                || reason.isPresent()
                || id.isPresent()
                || since.isPresent()
                || until.isPresent();
    }

    private static boolean is(Optional<String> wanted, String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }
}

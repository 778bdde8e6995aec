package io.headwater.router.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The numbers of one line that were read, and never given out by its forwarder, by the forwarder's signs of life. Two signs
 * must say so: the first may have been made just before the number was given.
 */
final class Phantoms {
    private NumberSet recent = new NumberSet();
    private NumberSet suspected = new NumberSet();
    private final NumberSet proven = new NumberSet();
    private boolean signed;

    /** They were read. */
    void seen(NumberSet numbers) {
        recent.addAll(numbers);
    }

    /**
     * The forwarder has shown that it lives.
     *
     * @param given how many numbers it had given out by then; empty where that is not to be relied upon
     */
    void sign(Optional<Long> given) {
        signed = true;
        given.ifPresent(this::judge);
    }

    private void judge(long given) {
        proven.retainAll(proven.from(given));
        proven.addAll(suspected.from(given));
        suspected = recent.from(given);
        recent = new NumberSet();
    }

    boolean isSigned() {
        return signed;
    }

    NumberSet proven() {
        return proven;
    }

    List<NumberSet> sets() {
        return List.of(recent, suspected, proven);
    }
}

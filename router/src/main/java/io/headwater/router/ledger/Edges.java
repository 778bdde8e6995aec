package io.headwater.router.ledger;

import io.headwater.event.Line;
import io.headwater.ledger.EdgeReport;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the signs of life of edges' forwarders say: who is there, who has ended, and whose spool is empty. */
final class Edges {
    private final LedgerConfig config;
    private final Map<String, Life> lives = new HashMap<>();

    /** What is known of one life of an edge's forwarder. */
    private static final class Life {
        private final String site;
        private long signedAt;
        private long undrained = -1;
        private boolean last;

        Life(String site) {
            this.site = site;
        }
    }

    Edges(LedgerConfig config) {
        this.config = config;
    }

    /**
     * A sign of life has come.
     *
     * @param at when it came to Kafka, milliseconds since 1970
     * @param late whether it was long on its way, so that its spool may have changed since
     */
    void sign(EdgeReport sign, long at, boolean late) {
        Life life = lives.computeIfAbsent(sign.key(), each -> new Life(sign.site()));
        life.signedAt = Math.max(life.signedAt, at);
        life.undrained = late ? -1 : sign.undrained();
        life.last |= sign.last();
    }

    /** All that the edge had spooled by then is in Kafka: its last sign says that nothing waits. */
    boolean isSpoolEmpty(Line line) {
        return latest(line.site()).filter(life -> life.undrained == 0).isPresent();
    }

    /** Whether the edge of a line is silent for so long that what is in its spool counts as stranded. */
    boolean isStranded(Line line, long now) {
        return latest(line.site())
                .filter(life -> now - life.signedAt <= config.strandedAfter().toMillis())
                .isEmpty();
    }

    /**
     * Whether the forwarder of a line writes no more: it said so, another life came after it, or it is silent.
     *
     * @param firstAt when the line was first told of
     */
    boolean hasEnded(Line line, long firstAt, long now) {
        return own(line)
                .map(own -> hasEnded(own, now))
                .orElse(now - firstAt > config.settle().toMillis());
    }

    private boolean hasEnded(Life own, long now) {
        boolean followed =
                latest(own.site).filter(life -> life.signedAt > own.signedAt).isPresent();
        return own.last
                || followed
                || now - own.signedAt > config.strandedAfter().toMillis();
    }

    /** Whether the forwarder of a line is known, and has not said how many numbers it gave out in the end. */
    boolean mayHaveGivenOutMore(Line line) {
        return own(line).filter(own -> !own.last).isPresent();
    }

    private Optional<Life> own(Line line) {
        return Optional.ofNullable(lives.get(line.site() + "." + line.incarnation() + "." + line.region()));
    }

    void forgetBefore(long millis) {
        lives.values().removeIf(life -> life.signedAt < millis);
    }

    private Optional<Life> latest(String site) {
        return lives.values().stream()
                .filter(life -> life.site.equals(site))
                .max(Comparator.comparingLong(life -> life.signedAt));
    }
}

package io.headwater.router.consume;

import io.headwater.event.SourceId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sources that collectors know and this router does not: whoever reads the files first may well be the collector, so the events
 * of a source that is new wait until the files must have been read here as well. One that is not there then is not there.
 */
final class Newcomers {
    private final long patience;
    private final Clock clock;
    private final Map<SourceId, Long> since = new HashMap<>();
    private Set<SourceId> known = Set.of();

    /**
     * @param patience from the first event of a source, and from an event's coming; zero for none
     */
    Newcomers(Duration patience, Clock clock) {
        this.patience = patience.toMillis();
        this.clock = clock;
    }

    /** These are known from now on. */
    void known(Set<SourceId> sources) {
        known = Set.copyOf(sources);
        since.clear();
    }

    /**
     * Whether a source is not known, and has not been long enough for it to be none.
     *
     * @param appendedAt when an event of it came into the log, in milliseconds since 1970
     */
    boolean mayBecomeKnown(SourceId source, long appendedAt) {
        long now = clock.millis();
        if (known.contains(source) || now - appendedAt >= patience) {
            return false;
        }
        return now - since.computeIfAbsent(source, each -> now) < patience;
    }
}

package io.headwater.router.ledger;

import io.headwater.event.Line;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells what is lost from what is only on its way, without a clock. For one partition after the other:
 * <pre>
 *   1  what is acknowledged and not seen, by all reports read so far        it stands in Kafka, then
 *   2  how far the partition goes now                                       all of 1 stands below that
 *   3  the routers have committed to there                                  they reported all they saw before they did
 *   4  all reports that stand there now are read                            who is in 1 and still not seen is lost
 * </pre>
 * A partition that nobody reads is proven never: its events are on their way for as long as that lasts.
 */
final class Proof {
    private final Ledger ledger;
    private final Map<Integer, Step> steps = new HashMap<>();

    /** How far one partition has come. */
    private static final class Step {
        private final Map<Line, NumberSet> unseen = new HashMap<>();
        private long end = -1;
        private long reports = -1;
    }

    Proof(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Step 1, for partitions that have come to no step yet; those whose end is to be asked now. */
    Set<Integer> begin() {
        Set<Integer> begun = new HashSet<>();
        ledger.unseen().forEach((line, numbers) -> {
            int partition = line.partition();
            Step step = steps.computeIfAbsent(partition, each -> new Step());
            if (step.end < 0) {
                step.unseen.put(line, numbers);
                begun.add(partition);
            }
        });
        return begun;
    }

    /** Step 2, for what {@link #begin} said. */
    void ends(Map<Integer, Long> ends) {
        ends.forEach((partition, end) -> {
            Step step = steps.get(partition);
            if (step != null && step.end < 0) {
                step.end = end;
            }
        });
    }

    /** Whether a partition waits for step 3. */
    boolean waitsForCommits() {
        return steps.values().stream().anyMatch(step -> step.end >= 0 && step.reports < 0);
    }

    /**
     * Step 3.
     *
     * @param committed by partition
     * @param reportsEnd where {@code hw.ledger} ends, asked after the commits
     */
    void committed(Map<Integer, Long> committed, long reportsEnd) {
        steps.forEach((partition, step) -> {
            if (step.end >= 0 && step.reports < 0 && committed.getOrDefault(partition, -1L) >= step.end) {
                step.reports = reportsEnd;
            }
        });
    }

    /**
     * Step 4.
     *
     * @param next the report that is read next
     */
    void read(long next) {
        steps.values().removeIf(step -> {
            boolean done = step.reports >= 0 && next >= step.reports;
            if (done) {
                step.unseen.forEach(ledger::proven);
            }
            return done;
        });
    }
}

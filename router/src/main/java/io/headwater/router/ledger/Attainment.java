package io.headwater.router.ledger;

import io.headwater.router.deliver.Objective;
import java.time.Duration;
import java.util.List;

/**
 * How a destination's objective was met over some minutes. Counted is what was owed and is judged: its minute and the
 * objective after it are over. Each event counts once; what is not delivered by now is not on time.
 *
 * @param counted events
 * @param onTime of those
 * @param lateOurs of those, delivered late by us or lost
 * @param lateTheirs of those, delivered late by the destination, or refused by it
 * @param open of those, not delivered yet and late by now
 * @param minutes in which something was owed
 * @param minutesIn of those, in which the objective was met
 */
public record Attainment(
        Objective objective,
        long counted,
        long onTime,
        long lateOurs,
        long lateTheirs,
        long open,
        long minutes,
        long minutesIn) {

    /**
     * Counts up.
     *
     * @param rows of one destination
     * @param judgedBefore minutes before this one have had the time to settle, counted from 1970
     */
    public static Attainment of(Objective objective, List<DestinationRow> rows, long judgedBefore) {
        long judged = judgedBefore - minutes(objective.within());
        Attainment sum = new Attainment(objective, 0, 0, 0, 0, 0, 0, 0);
        for (DestinationRow row : rows) {
            if (row.minute() < judged) {
                sum = sum.plus(row);
            }
        }
        return sum;
    }

    private static long minutes(Duration within) {
        return (within.toSeconds() + 59) / 60;
    }

    private Attainment plus(DestinationRow row) {
        long owed = row.owed() - row.filtered() - row.duplicates();
        if (owed == 0) {
            return this;
        }
        boolean met = row.onTime() >= objective.share().of() * owed;
        return new Attainment(
                objective,
                counted + owed,
                onTime + row.onTime(),
                lateOurs + row.lateOurs() + row.lost(),
                lateTheirs + row.lateTheirs() + row.dead(),
                open + row.parked() + row.inFlight(),
                minutes + 1,
                minutesIn + (met ? 1 : 0));
    }

    /** On time of all, from 0 to 1; 1 where nothing was counted. */
    public double share() {
        return counted == 0 ? 1 : (double) onTime / counted;
    }

    /** What would have been on time if destinations had taken everything at once: only what is late by us counts against it. */
    public double oursShare() {
        return counted == 0 ? 1 : 1 - (double) lateOurs / counted;
    }

    /** How much of the error budget is spent: 1 is all of it. What burns it at that rate is the burn rate. */
    public double spent() {
        return (1 - share()) / (1 - objective.share().of());
    }
}

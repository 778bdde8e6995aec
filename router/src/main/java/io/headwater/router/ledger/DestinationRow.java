package io.headwater.router.ledger;

/**
 * What a destination was owed of one minute and what became of it:
 * {@code owed = on time + late ours + late theirs + filtered + duplicates + dead + parked + in flight + lost}.
 *
 * @param minute of acceptance, counted from 1970
 * @param destination {@code tenant/name}
 * @param lateOurs delivered after the objective, which passed before we had tried
 * @param lateTheirs delivered after the objective, which passed while the destination did not take it
 * @param repeated delivered more than once, each counted once
 */
public record DestinationRow(
        long minute,
        String destination,
        long owed,
        long onTime,
        long lateOurs,
        long lateTheirs,
        long filtered,
        long duplicates,
        long dead,
        long parked,
        long inFlight,
        long lost,
        long repeated) {

    public long delivered() {
        return onTime + lateOurs + lateTheirs;
    }

    DestinationRow plus(DestinationRow other) {
        return new DestinationRow(
                minute,
                destination,
                owed + other.owed,
                onTime + other.onTime,
                lateOurs + other.lateOurs,
                lateTheirs + other.lateTheirs,
                filtered + other.filtered,
                duplicates + other.duplicates,
                dead + other.dead,
                parked + other.parked,
                inFlight + other.inFlight,
                lost + other.lost,
                repeated + other.repeated);
    }
}

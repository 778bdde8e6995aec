package io.headwater.router.ledger;

import static io.headwater.config.Checks.check;

import java.time.Duration;

/**
 * How the account of what is owed and settled is kept ({@code ledger} in router.yaml).
 *
 * @param reportEvery how often this router reports what it did; 0 for no ledger at all
 * @param keep how far back the ledger looks; what is older is read from {@code hw.ledger} no more
 * @param settle how long after a minute's end it is judged
 * @param proveEvery between looks at how far Kafka is read, which tell what is lost from what is on its way
 * @param strandedAfter without a sign of an edge, what is in its spool counts as stranded
 */
public record LedgerConfig(
        Duration reportEvery, Duration keep, Duration settle, Duration proveEvery, Duration strandedAfter) {
    public LedgerConfig {
        check(
                reportEvery.isZero() || (reportEvery.toMillis() >= 10 && reportEvery.toSeconds() <= 60),
                "ledger.reportEvery",
                "must be 10ms to 60s, or 0s for no ledger",
                reportEvery);
        check(keep.toMinutes() >= 5 && keep.toDays() <= 14, "ledger.keep", "must be 5m to 14d", keep);
        check(
                settle.toMillis() >= 0 && settle.compareTo(keep) < 0,
                "ledger.settle",
                "must be shorter than ledger.keep",
                settle);
        check(proveEvery.toMillis() >= 10, "ledger.proveEvery", "must be at least 10ms", proveEvery);
        check(strandedAfter.toSeconds() >= 1, "ledger.strandedAfter", "must be at least 1s", strandedAfter);
    }

    public boolean isOff() {
        return reportEvery.isZero();
    }
}

package io.headwater.deploy.faults;

import io.headwater.deploy.testkit.rows.RowRun;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Rows of the matrix that this suite knows of and cannot run. */
@Faults
@Tag("faults")
class NotHereIT {
    @FaultRow(
            number = 48,
            name = "a region evacuated, then lost, then back with an old spool",
            injected = "nothing",
            expected = "fail-over within 5 s, residency kept")
    void regions(RowRun run) {
        Rows.need(Optional.of(
                "needs several regions and a directory of them (regions.yaml), which this version has not; row "
                        + run.row().number()));
    }
}

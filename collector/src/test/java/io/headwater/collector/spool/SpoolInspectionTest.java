package io.headwater.collector.spool;

import static io.headwater.collector.spool.SpoolFolder.append;
import static io.headwater.collector.spool.SpoolFolder.keys;
import static io.headwater.collector.spool.SpoolFolder.large;
import static io.headwater.collector.spool.SpoolFolder.read;
import static io.headwater.collector.spool.SpoolFolder.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.collector.spool.SpoolInspection.Fault;
import io.headwater.collector.spool.SpoolInspection.Finding;
import io.headwater.collector.spool.SpoolInspection.Held;
import io.headwater.collector.spool.SpoolInspection.Overview;
import io.headwater.collector.spool.SpoolInspection.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolInspectionTest {
    @TempDir
    Path temp;

    private SpoolFolder folder;

    @BeforeEach
    void useAFolder() {
        folder = new SpoolFolder(temp.resolve("spool"));
    }

    @Test
    void showsSegmentsAndHowFarTheyAreDrained() throws IOException {
        SpoolFolder left;
        try (Spool spool = folder.open()) {
            for (int i = 0; i < 14; i++) {
                append(spool, large(10_000, i));
            }
            spool.quarantine(read(spool).get(0), "too large");
            spool.drained(8);
            left = folder.killed(temp.resolve("left"));
        }
        try (SpoolInspection spool = SpoolInspection.open(left.path())) {
            Overview overview = spool.overview();

            assertThat(overview.drained()).hasValue(8);
            assertThat(overview.undrained()).isEqualTo(6);
            assertThat(overview.segments()).extracting(Held::first).containsExactly(6L, 12L);
            assertThat(overview.segments()).extracting(Held::records).containsExactly(6L, 2L);
            assertThat(overview.segments()).extracting(Held::state).containsExactly(State.PARTLY, State.UNDRAINED);
        }
        try (SpoolInspection spool = SpoolInspection.open(folder.path())) {
            assertThat(spool.overview().quarantined()).isEqualTo(1);
        }
    }

    @Test
    void findsNothingWrongWithASoundSpoolEvenOfAKilledProcess() throws IOException {
        SpoolFolder left = threeAppends();
        try (SpoolInspection spool = SpoolInspection.open(left.path())) {
            assertThat(spool.verify()).isEmpty();
        }
    }

    @Test
    void findsDamageAndATornTailAndChangesNothing() throws IOException {
        SpoolFolder left = threeAppends();
        Damaged segment = new Damaged(left.segments().get(0));
        List<Integer> batches = segment.batches();
        segment.flip(batches.get(1) - 1, 0);
        segment.zero(batches.get(3) - 10, batches.get(3));
        byte[] before = segment.bytes();

        try (SpoolInspection spool = SpoolInspection.open(left.path())) {
            assertThat(spool.verify())
                    .containsExactly(
                            new Finding("00000000000000000000.log", Fault.CORRUPT, 0, batches.get(1), 0, 1),
                            new Finding(
                                    "00000000000000000000.log", Fault.TORN, batches.get(2), batches.get(3) - 10, 2, 0));
        }
        assertThat(segment.bytes()).isEqualTo(before);
    }

    @Test
    void showsRecordsFromThePositionOrFromANumber() throws IOException {
        try (Spool spool = folder.open()) {
            append(spool, records("a", "b", "c", "d"));
            spool.drained(1);
        }
        assertThat(shown(OptionalLong.empty(), 2)).containsExactly("b", "c");
        assertThat(shown(OptionalLong.of(0), 10)).containsExactly("a", "b", "c", "d");
        assertThat(shown(OptionalLong.of(9), 10)).isEmpty();
    }

    @Test
    void isRefusedWhileACollectorRunsOnIt() {
        try (Spool running = folder.open()) {
            assertThat(running.problem()).isEmpty();
            assertThatThrownBy(() -> SpoolInspection.open(folder.path()))
                    .isInstanceOf(SpoolUnusable.class)
                    .hasMessageContaining("in use by");
        }
    }

    @Test
    void saysWhereThereIsNoSpool() {
        assertThatThrownBy(() -> SpoolInspection.open(temp))
                .isInstanceOf(SpoolUnusable.class)
                .hasMessageContaining("there is no spool in " + temp);
    }

    private SpoolFolder threeAppends() {
        try (Spool spool = folder.open()) {
            append(spool, "a", "b", "c");
            return folder.killed(temp.resolve("left"));
        }
    }

    private List<String> shown(OptionalLong from, int limit) throws IOException {
        List<Spooled> shown = new ArrayList<>();
        try (SpoolInspection spool = SpoolInspection.open(folder.path())) {
            spool.show(from, spooled -> shown.size() < limit && shown.add(spooled));
        }
        return keys(shown);
    }
}

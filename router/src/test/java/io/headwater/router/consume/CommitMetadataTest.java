package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {
    private static final Watch DIED = Watch.NONE.takenOver("abc", 3, true);
    /** As much as a watch can say. */
    private static final Watch CROWDED = crowded();

    private static Watch crowded() {
        SortedMap<Long, Integer> suspects = new TreeMap<>();
        for (long offset = 0; offset < 16; offset++) {
            suspects.put(9_000_000_000_000L + offset, 1);
        }
        return new Watch("abcdefgh", 0, 99, 9_000_000_000L, 9_000_000_000L, OptionalLong.of(8_000_000_000L), suspects);
    }

    @Test
    void writesRunsInTurnFromTheCommittedOffset() {
        OffsetRanges settled = new OffsetRanges();
        settled.add(13, 14);
        settled.add(15, 18);
        assertThat(CommitMetadata.encode(12, Watch.NONE, settled)).isEqualTo("2;;;1,1,1,3");
    }

    @Test
    void readsBackWhoReadsAndWhatBecameOfThoseBefore() {
        for (Watch watch : List.of(CROWDED, DIED, DIED.announcing(10), Watch.NONE.takenOver("abc", 10, false))) {
            String metadata = CommitMetadata.encode(10, watch, new OffsetRanges());
            assertThat(CommitMetadata.decode(10, metadata).watch()).isEqualTo(watch);
        }
    }

    @Test
    void saysLittleWhileAllIsWell() {
        Watch well = Watch.NONE.takenOver("k3f9", 12, false);
        assertThat(CommitMetadata.encode(12, well, new OffsetRanges())).isEqualTo("2;k3f9;;");
    }

    @Test
    void nothingAboveIsNoText() {
        assertThat(CommitMetadata.encode(12, Watch.NONE, new OffsetRanges())).isEmpty();
    }

    @Test
    void readsWhatItWrote() {
        OffsetRanges settled = new OffsetRanges();
        settled.add(1_000_013, 1_000_050);
        settled.add(9_000_000_000L, 9_000_000_001L);
        OffsetRanges read = CommitMetadata.decode(1_000_000, CommitMetadata.encode(1_000_000, Watch.NONE, settled))
                .settled();
        assertThat(read.count()).isEqualTo(2);
        assertThat(read.from(0)).isEqualTo(1_000_013);
        assertThat(read.to(0)).isEqualTo(1_000_050);
        assertThat(read.from(1)).isEqualTo(9_000_000_000L);
        assertThat(read.to(1)).isEqualTo(9_000_000_001L);
    }

    @Test
    void leavesOutWhatDoesNotFitFromTheTop() {
        OffsetRanges settled = new OffsetRanges();
        for (long offset = 1; offset < 100_000; offset += 2) {
            settled.add(offset, offset + 1);
        }
        String metadata = CommitMetadata.encode(0, CROWDED, settled);
        assertThat(metadata.length()).isLessThanOrEqualTo(CommitMetadata.LIMIT);
        OffsetRanges read = CommitMetadata.decode(0, metadata).settled();
        assertThat(read.count()).isGreaterThan(900);
        for (int i = 0; i < read.count(); i++) {
            assertThat(read.from(i)).isEqualTo(settled.from(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "written by hand",
                "1;1,1",
                "2;",
                "2;;;",
                "2;;;1,!",
                "2;;;1,-5",
                "2;;;1,zzzzzzzzzzzzz",
                "2;;;1,1,",
                "2;me;1,2;1,1",
                "2;me;1,0,0,0,,x;1,1",
                "2;me;1,0,0,0,,1;1,1",
                "2;me;;1,1;"
            })
    void whatItDidNotWriteSaysNothing(String metadata) {
        assertThat(CommitMetadata.decode(12, metadata).settled().isEmpty()).isTrue();
    }
}

package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {

    @Test
    void writesRunsInTurnFromTheCommittedOffset() {
        OffsetRanges settled = new OffsetRanges();
        settled.add(13, 14);
        settled.add(15, 18);
        assertThat(CommitMetadata.encode(12, settled)).isEqualTo("1;1,1,1,3");
    }

    @Test
    void nothingAboveIsNoText() {
        assertThat(CommitMetadata.encode(12, new OffsetRanges())).isEmpty();
    }

    @Test
    void readsWhatItWrote() {
        OffsetRanges settled = new OffsetRanges();
        settled.add(1_000_013, 1_000_050);
        settled.add(9_000_000_000L, 9_000_000_001L);
        OffsetRanges read = CommitMetadata.decode(1_000_000, CommitMetadata.encode(1_000_000, settled));
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
        String metadata = CommitMetadata.encode(0, settled);
        assertThat(metadata.length()).isLessThanOrEqualTo(CommitMetadata.LIMIT);
        OffsetRanges read = CommitMetadata.decode(0, metadata);
        assertThat(read.count()).isGreaterThan(1_000);
        for (int i = 0; i < read.count(); i++) {
            assertThat(read.from(i)).isEqualTo(settled.from(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "written by hand", "2;1,1", "1;", "1;1,!", "1;1,-5", "1;1,zzzzzzzzzzzzz", "1;1,1,"})
    void whatItDidNotWriteSaysNothing(String metadata) {
        assertThat(CommitMetadata.decode(12, metadata).isEmpty()).isTrue();
    }
}

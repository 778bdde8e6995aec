package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    @Test
    void nothingIsSafeBeforeTheFirstSettles() {
        OffsetTracker tracker = reading(10, 15);
        tracker.settle(11);
        tracker.settle(14);
        assertThat(tracker.safe()).isEqualTo(10);
    }

    @Test
    void commitsUpToTheLowestThatIsNotSettled() {
        OffsetTracker tracker = reading(10, 15);
        tracker.settle(10);
        tracker.settle(11);
        tracker.settle(13);
        assertThat(tracker.safe()).isEqualTo(12);
    }

    @Test
    void commitsPastAGapOnceItCloses() {
        OffsetTracker tracker = reading(10, 15);
        for (long offset : new long[] {10, 11, 13, 14}) {
            tracker.settle(offset);
        }
        tracker.settle(12);
        assertThat(tracker.safe()).isEqualTo(15);
        assertThat(tracker.metadata(Watch.NONE)).isEmpty();
    }

    @Test
    void settlingTwiceChangesNothing() {
        OffsetTracker tracker = reading(10, 15);
        tracker.settle(10);
        tracker.settle(10);
        tracker.settle(12);
        tracker.settle(12);
        assertThat(tracker.safe()).isEqualTo(11);
        assertThat(tracker.isSettled(12)).isTrue();
        assertThat(tracker.isSettled(11)).isFalse();
    }

    @Test
    void goesOnFromACommitAndItsMetadata() {
        OffsetTracker before = reading(10, 20);
        for (long offset : new long[] {10, 12, 13, 17}) {
            before.settle(offset);
        }
        OffsetTracker after = new OffsetTracker(
                before.safe(),
                CommitMetadata.decode(before.safe(), before.metadata(Watch.NONE))
                        .settled());
        assertThat(after.safe()).isEqualTo(11);
        for (long offset = 11; offset < 20; offset++) {
            assertThat(after.read(offset)).isZero();
            assertThat(after.isSettled(offset)).isEqualTo(before.isSettled(offset));
        }
        after.settle(11);
        assertThat(after.safe()).isEqualTo(14);
    }

    @Test
    void offsetsTheLogSkipsAreLostAndHoldNothingUp() {
        OffsetTracker tracker = new OffsetTracker(10);
        assertThat(tracker.read(10)).isZero();
        assertThat(tracker.read(14)).isEqualTo(3);
        tracker.settle(10);
        assertThat(tracker.safe()).isEqualTo(14);
    }

    @Test
    void whatWasSettledBeforeIsNotLostWhenItIsSkipped() {
        OffsetRanges settled = new OffsetRanges();
        settled.add(12, 14);
        OffsetTracker tracker = new OffsetTracker(10, settled);
        assertThat(tracker.read(15)).isEqualTo(3);
    }

    @Test
    void aHugeGapCostsNothing() {
        OffsetTracker tracker = new OffsetTracker(0);
        tracker.read(0);
        assertThat(tracker.read(1_000_000_000_000L)).isEqualTo(999_999_999_999L);
    }

    @Test
    void noticesThatTheLogWentBack() {
        OffsetTracker tracker = reading(10, 15);
        assertThat(tracker.wentBack(15)).isFalse();
        assertThat(tracker.wentBack(3)).isTrue();
    }

    @Test
    void manySmallHolesWouldOverflowAndOneLargeWouldNot() {
        OffsetTracker holes = reading(0, 10_000);
        for (long offset = 1; offset < 10_000; offset += 2) {
            holes.settle(offset);
        }
        assertThat(holes.wouldOverflow()).isTrue();
        assertThat(holes.metadata(Watch.NONE).length()).isLessThanOrEqualTo(CommitMetadata.LIMIT);
        for (long offset = 2; offset < 10_000; offset += 2) {
            holes.settle(offset);
        }
        assertThat(holes.wouldOverflow()).isFalse();
        assertThat(holes.safe()).isZero();
    }

    @Test
    void anyOrderEndsTheSame() {
        List<Long> order = new ArrayList<>();
        for (long offset = 0; offset < 3_000; offset++) {
            order.add(offset);
        }
        Collections.shuffle(order, new Random(11));
        OffsetTracker tracker = reading(0, 3_000);
        for (long offset : order) {
            tracker.settle(offset);
        }
        assertThat(tracker.safe()).isEqualTo(3_000);
        assertThat(tracker.metadata(Watch.NONE)).isEmpty();
    }

    private static OffsetTracker reading(long first, long end) {
        OffsetTracker tracker = new OffsetTracker(first);
        for (long offset = first; offset < end; offset++) {
            tracker.read(offset);
        }
        return tracker;
    }
}

package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {
    private final OffsetRanges ranges = new OffsetRanges();

    @Test
    void joinsWhatTouchesOrOverlaps() {
        ranges.add(10, 12);
        ranges.add(14, 16);
        assertThat(ranges.count()).isEqualTo(2);
        ranges.add(12, 14);
        assertThat(ranges.count()).isEqualTo(1);
        assertThat(ranges.from(0)).isEqualTo(10);
        assertThat(ranges.to(0)).isEqualTo(16);
        ranges.add(0, 100);
        assertThat(ranges.count()).isEqualTo(1);
        assertThat(ranges.to(0)).isEqualTo(100);
    }

    @Test
    void countsWhatIsMissing() {
        ranges.add(10, 12);
        ranges.add(14, 16);
        assertThat(ranges.missing(9, 17)).isEqualTo(4);
        assertThat(ranges.missing(10, 12)).isZero();
    }

    @Test
    void holdsWhateverASetHolds() {
        Random random = new Random(7);
        TreeSet<Long> model = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            long start = random.nextInt(2_000);
            long end = start + random.nextInt(4);
            ranges.add(start, end);
            for (long offset = start; offset < end; offset++) {
                model.add(offset);
            }
            long probe = random.nextInt(2_010);
            assertThat(ranges.contains(probe)).isEqualTo(model.contains(probe));
        }
        for (int i = 1; i < ranges.count(); i++) {
            assertThat(ranges.from(i)).isGreaterThan(ranges.to(i - 1));
        }
    }
}

package io.headwater.router.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.control.ReplayOrder.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayPlanTest {

    @Test
    void looksAtAllOfWhatIsLittle() {
        assertThat(ReplayPlan.stretches(new Range(7, 9_007), 20_000)).containsExactly(new Range(7, 9_007));
    }

    @Test
    void looksAtStretchesSpreadOverWhatIsMuch() {
        List<Range> stretches = ReplayPlan.stretches(new Range(1_000, 1_001_000), 4_000_000);

        assertThat(stretches).hasSize(10).first().isEqualTo(new Range(1_000, 1_500));
        assertThat(stretches.get(9)).isEqualTo(new Range(901_000, 901_500));
    }

    @Test
    void neverLooksBeyondAPartition() {
        for (long size : new long[] {1, 3, 499, 500, 501, 777, 1_000_003}) {
            Range partition = new Range(10, 10 + size);
            List<Range> stretches = ReplayPlan.stretches(partition, 50_000_000);
            assertThat(stretches).isNotEmpty().allMatch(each -> each.start() >= 10 && each.end() <= partition.end());
        }
    }
}

package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.lane.SharedMemory.Part;
import org.junit.jupiter.api.Test;

class SharedMemoryTest {
    private final SharedMemory memory = new SharedMemory(800);
    private final Part first = memory.part();
    private final Part second = memory.part();
    private final Part third = memory.part();

    @Test
    void whoeverComesFirstHasAllButTheLastEighth() {
        first.add(650);
        assertThat(first.fits(50)).isTrue();
        assertThat(first.fits(51)).isFalse();
    }

    @Test
    void theLastEighthIsForThoseBelowTheirShare() {
        first.add(600);
        second.add(90);
        assertThat(first.fits(20)).isFalse();
        assertThat(second.fits(110)).isTrue();
        assertThat(second.fits(111)).as("more than there is").isFalse();
    }

    @Test
    void whatHoldsNothingTakesAnyEvent() {
        first.add(800);
        assertThat(third.fits(5_000)).isTrue();
        third.add(5_000);
        assertThat(third.fits(1)).isFalse();
        assertThat(memory.held()).isEqualTo(5_800);
    }

    @Test
    void isFreeAgainWhenItIsGivenBack() {
        first.add(700);
        second.add(100);
        assertThat(second.fits(1)).isFalse();
        first.subtract(700);
        assertThat(second.fits(600)).isTrue();
        assertThat(memory.held()).isEqualTo(100);
    }
}

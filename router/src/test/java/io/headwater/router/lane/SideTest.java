package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SideTest {
    private final TestLane test = TestLane.of(4, 1).ordered();
    private final Side side = new Side(test.spec(), false, () -> false);

    @Test
    void aHalfGoesOnlyWhenEveryEventOfTheOneBeforeItIsSettled() {
        for (String id : List.of("a1", "a2", "a3", "a4")) {
            side.add(new Held(test.keyed(id).waiting(), true, 0, 0));
        }
        Batch whole = side.next(0, true, 0).orElseThrow();
        List<Batch> halves = whole.halves(1);
        halves.get(0).leads(halves.get(1), whole.follower());
        side.retry(halves.get(0).dueAt(1));
        side.retry(halves.get(1).dueAt(Batch.NEVER));
        assertThat(side.next(1, true, 0)).contains(halves.get(0));
        assertThat(side.tried()).isEmpty();
        side.settled(halves.get(0).events().get(0), 2);
        assertThat(side.next(2, true, 0)).isEqualTo(Optional.empty());
        side.settled(halves.get(0).events().get(1), 3);
        assertThat(side.next(3, true, 0)).contains(halves.get(1));
    }

    @Test
    void ofWhatWasTriedThatWhichWasTriedLongestAgoIsTriedNext() {
        for (String id : List.of("a1", "b1")) {
            side.add(new Held(test.keyed(id).waiting(), true, 0, 0));
        }
        Batch a = side.untried(0).orElseThrow();
        Batch b = side.untried(0).orElseThrow();
        side.retry(b.dueAt(2));
        side.retry(a.dueAt(1));
        assertThat(side.tried()).contains(a);
        side.retry(a.dueAt(3));
        assertThat(side.tried()).contains(b);
    }
}

package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final TestLane test = TestLane.of(1, 1);
    private final Keys keys = new Keys(true);

    @Test
    void keepsBackWhatFollowsUntilAllThatWentIsSettled() {
        Held a1 = held("a1");
        Held a2 = held("a2");
        keys.goes(a1);
        keys.goes(a2);
        assertThat(keys.keepsBack(held("b1"))).isFalse();
        assertThat(keys.keepsBack(held("a3"))).isTrue();
        assertThat(keys.keepsBack(held("a4"))).isTrue();
        assertThat(keys.settled(a1)).isEmpty();
        assertThat(ids(keys.settled(a2))).containsExactly("a3", "a4");
        assertThat(keys.keepsBack(held("a5"))).isFalse();
    }

    @Test
    void givesOutWhatIsAskedForInOrder() {
        keys.goes(held("a1"));
        keys.keepsBack(held("a2"));
        keys.keepsBack(held("a3"));
        assertThat(ids(keys.remove(each -> true))).containsExactly("a2", "a3");
        assertThat(keys.remove(each -> true)).isEmpty();
    }

    @Test
    void letsEverythingPassWhereNoOrderIsAskedFor() {
        Keys none = new Keys(false);
        Held a1 = held("a1");
        none.goes(a1);
        assertThat(none.keepsBack(held("a2"))).isFalse();
        assertThat(none.settled(a1)).isEmpty();
    }

    private Held held(String id) {
        return new Held(test.keyed(id).waiting(), true, 0, 0);
    }

    private static List<String> ids(List<Held> held) {
        return held.stream().map(each -> each.owed().event().event().id()).toList();
    }
}

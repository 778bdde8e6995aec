package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.config.Size;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeavingTest {
    private final TestLane test = TestLane.of(1, 1);
    private final Leaving leaving =
            new Leaving(new LaneConfig.Capacity(2, Size.parse("1MiB")), new SharedMemory(Long.MAX_VALUE));
    private final List<Runnable> writing = new ArrayList<>();
    private final List<String> durable = new ArrayList<>();

    @Test
    void writesABoundedNumberAtOnceInOrder() {
        leaving.add(departure("a", false));
        leaving.add(departure("b", false));
        leaving.add(departure("c", false));
        assertThat(writing).hasSize(2);
        assertThat(leaving.underWay()).isEqualTo(2);
        assertThat(leaving.hasRoom(1)).isFalse();
        writing.get(1).run();
        assertThat(durable).containsExactly("b");
        assertThat(writing).hasSize(3);
        writing.get(2).run();
        assertThat(leaving.hasRoom(1)).isTrue();
    }

    @Test
    void startsNoMoreOnceItIsStopped() {
        leaving.add(departure("a", false));
        leaving.add(departure("b", false));
        leaving.add(departure("c", false));
        leaving.stop();
        writing.forEach(Runnable::run);
        assertThat(durable).containsExactly("a", "b");
        assertThat(leaving.underWay()).isZero();
        assertThat(leaving.hasRoom(1)).isFalse();
    }

    @Test
    void manyThatAreDurableAtOnceDoNotNest() {
        leaving.add(departure("a", false));
        leaving.add(departure("b", false));
        for (int i = 0; i < 100_000; i++) {
            leaving.add(departure("e" + i, true));
        }
        writing.get(0).run();
        assertThat(durable).hasSize(100_001).startsWith("a", "e0", "e1").endsWith("e99999");
    }

    private Leaving.Departure departure(String id, boolean atOnce) {
        Held held = new Held(test.owed(id), false, 0, 0);
        return new Leaving.Departure() {
            @Override
            public Held held() {
                return held;
            }

            @Override
            public void start(Runnable done) {
                if (atOnce) {
                    done.run();
                } else {
                    writing.add(done);
                }
            }

            @Override
            public void durable() {
                durable.add(id);
            }
        };
    }
}

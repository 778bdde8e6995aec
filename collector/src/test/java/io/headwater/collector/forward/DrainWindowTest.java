package io.headwater.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.forward.DrainWindow.Way;
import io.headwater.collector.spool.Spooled;
import io.headwater.config.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DrainWindowTest {
    private final DrainWindow window =
            new DrainWindow(new DrainConfig(Size.parse("1MiB"), 6, 1_000, Duration.ofSeconds(1)));

    @Test
    void saysNothingIsDrainedBeforeAnythingSettled() {
        added(40, 42);
        assertThat(window.drained()).isZero();
    }

    @Test
    void isDrainedUpToTheFirstRecordThatHasNotSettled() {
        List<Way> ways = added(40, 46);
        window.settle(ways.get(0));
        window.settle(ways.get(1));
        window.settle(ways.get(3));
        assertThat(window.drained()).isEqualTo(42);
    }

    @Test
    void advancesPastAGapOnceItCloses() {
        List<Way> ways = added(40, 44);
        window.settle(ways.get(1));
        window.settle(ways.get(2));
        assertThat(window.drained()).isZero();
        window.settle(ways.get(0));
        assertThat(window.drained()).isEqualTo(43);
    }

    @Test
    void namesWhatHasToBeSentAgainInItsOrder() {
        List<Way> ways = added(40, 44);
        window.settle(ways.get(1));
        assertThat(window.unsettled()).extracting(way -> way.spooled().number()).containsExactly(40L, 42L, 43L);
    }

    @Test
    void hasRoomForSoManyRecords() {
        List<Way> ways = added(0, 5);
        assertThat(window.hasRoom()).isTrue();
        window.add(spooled(5, 1));
        assertThat(window.hasRoom()).isFalse();
        window.settle(ways.get(1));
        assertThat(window.hasRoom()).isFalse();
        window.settle(ways.get(0));
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void hasRoomForSoManyBytes() {
        Way large = window.add(spooled(0, 1 << 20));
        assertThat(window.hasRoom()).isFalse();
        window.settle(large);
        assertThat(window.hasRoom()).isTrue();
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void tellsWhenItIsHalfEmptyAndWhenItIsEmpty() {
        List<Way> ways = added(0, 6);
        List<Boolean> told = ways.stream().map(window::settle).toList();
        assertThat(told).containsExactly(false, false, true, false, false, true);
    }

    @Test
    void settlesInAnyOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            DrainWindow one = new DrainWindow(new DrainConfig(Size.parse("1MiB"), 100, 1, Duration.ofSeconds(1)));
            int count = 1 + random.nextInt(60);
            List<Way> ways = new ArrayList<>(IntStream.range(0, count)
                    .mapToObj(i -> one.add(spooled(i, 1)))
                    .toList());
            Collections.shuffle(ways, random);
            boolean[] settled = new boolean[count];
            for (Way way : ways) {
                one.settle(way);
                settled[Math.toIntExact(way.spooled().number())] = true;
                assertThat(one.drained()).as("seed " + seed).isEqualTo(lowestUnsettled(settled));
            }
        }
    }

    private static long lowestUnsettled(boolean[] settled) {
        return IntStream.range(0, settled.length)
                .filter(i -> !settled[i])
                .findFirst()
                .orElse(settled.length);
    }

    private List<Way> added(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> window.add(spooled(number, 1)))
                .toList();
    }

    private static Spooled spooled(long number, int bytes) {
        return new Spooled(number, new ProducerRecord<>("hw.events", 0, null, new byte[bytes]));
    }
}

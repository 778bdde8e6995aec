package io.headwater.collector.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.collector.rules.Rules;
import io.headwater.config.Size;
import io.headwater.config.SourcesConfig.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten sources before a forwarder that makes 10,000 requests a second durable, each after 20 ms and its turn. Nine send what
 * they always send, half of that together; after five seconds the tenth sends twenty times its share. Time is simulated, chance is seeded.
 */
class HotSourceSimulationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PER_SECOND = 10_000;
    private static final double BASE = 0.020;
    private static final double NORMAL_RATE = PER_SECOND * 0.5 / 9;
    private static final double HOT_RATE = PER_SECOND * 0.1 * 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSourceAtTwentyTimesItsShareMovesNobodyElse(long seed) {
        Run alone = new Run(seed, 0).seconds(30);
        Run beside = new Run(seed, HOT_RATE).seconds(30);

        assertThat(alone.refused.stream().mapToLong(Long::longValue).sum()).isZero();
        assertThat(LongStream.range(1, 10).map(i -> beside.refused.get((int) i)))
                .containsOnly(0L);
        assertThat(beside.p95()).isLessThan(1.5 * alone.p95());
        assertThat(beside.overShare).isEqualTo(beside.refused.get(0));
        assertThat(beside.accepted).isGreaterThan((long) (0.9 * PER_SECOND * 25));
    }

    /** A request on its way: when it is done, when it came, and whose it is. */
    private record Waiting(long done, long entered, int source) {}

    private static final class Run {
        private final Random chance;
        private final double hotRate;
        private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::done));
        private final List<Long> nanosOfOthers = new ArrayList<>();
        private final List<Long> refused =
                new ArrayList<>(LongStream.range(0, 10).map(i -> 0).boxed().toList());
        private final Admission admission;
        private final List<Share> shares;
        private long now = SECOND;
        private double freeAt = 1;
        private long accepted;
        private long overShare;

        Run(long seed, double hotRate) {
            this.chance = new Random(seed);
            this.hotRate = hotRate;
            this.admission = new Admission(
                    new AdmissionConfig(Size.parse("64MiB"), 4_096, 64, Duration.ofMillis(10), Duration.ZERO, 0.25),
                    () -> now);
            this.shares = IntStream.range(0, 10)
                    .mapToObj(i -> admission.share(Source.of("acme", "s" + i, List.of("key-" + i), false), Rules.NONE))
                    .toList();
        }

        Run seconds(int seconds) {
            long begin = now + 5 * SECOND;
            long end = now + seconds * SECOND;
            while (now < end) {
                double hot = now < begin ? 0 : hotRate;
                double rate = hot + 9 * NORMAL_RATE;
                long next = now + (long) (-Math.log(1 - chance.nextDouble()) / rate * SECOND);
                while (!waiting.isEmpty() && waiting.peek().done <= next) {
                    answered(waiting.remove());
                }
                now = next;
                comes(chance.nextDouble() * rate < hot ? 0 : 1 + chance.nextInt(9));
            }
            return this;
        }

        private void comes(int source) {
            Verdict verdict = admission.enter(shares.get(source).requests());
            if (verdict != Verdict.ADMITTED) {
                refused.set(source, refused.get(source) + 1);
                if (verdict == Verdict.OVER_SHARE) {
                    overShare++;
                }
                return;
            }
            accepted++;
            freeAt = Math.max(freeAt, (double) now / SECOND) + 1.0 / PER_SECOND;
            double done = freeAt + BASE * (0.8 + 0.4 * chance.nextDouble());
            waiting.add(new Waiting((long) (done * SECOND), now, source));
        }

        private void answered(Waiting one) {
            now = one.done;
            if (one.source > 0) {
                nanosOfOthers.add(one.done - one.entered);
            }
            admission.leave(shares.get(one.source).requests(), one.entered - SECOND, Ending.DURABLE);
        }

        double p95() {
            return nanosOfOthers.stream().sorted().toList().get((int) (nanosOfOthers.size() * 0.95));
        }
    }
}

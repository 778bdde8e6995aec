package io.headwater.router.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens, in whatever order. The seed stands in the test's name; {@code -Dheadwater.seed=N} runs it alone. */
class LaneScheduleTest {
    private static final int RUNS = 12;

    static Stream<Long> seeds() {
        Long given = Long.getLong("headwater.seed");
        return given == null ? new Random().longs(RUNS).boxed() : Stream.of(given);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyEventEndsOnceAndNothingStaysBehind(long seed) {
        Schedule schedule = new Schedule(seed, false);
        schedule.run();
        assertEndedOnce(schedule);
        assertWithinTheRate(schedule);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theEventsOfAKeyFirstArriveInOrder(long seed) {
        Schedule schedule = new Schedule(seed, true);
        schedule.run();
        assertEndedOnce(schedule);
        assertWithinTheRate(schedule);
        for (Map.Entry<Character, List<String>> key : schedule.firstArrivals().entrySet()) {
            assertThat(key.getValue()).isSorted();
        }
    }

    private static void assertEndedOnce(Schedule schedule) {
        Set<String> ended = new HashSet<>(schedule.arrived());
        ended.addAll(schedule.buried());
        assertThat(schedule.all())
                .filteredOn(each -> !each.id().startsWith("z"))
                .filteredOn(each -> each.timesSettled() != 1 || !ended.contains(each.id()))
                .extracting(FakeOwed::id)
                .isEmpty();
        assertThat(schedule.held()).isZero();
        assertThat(schedule.world().underWay()).isEmpty();
    }

    /* In any stretch of time: what the bucket holds, what one batch overdraws, and what has come in since. */
    private static void assertWithinTheRate(Schedule schedule) {
        List<FakeSurroundings.Sent> sent = schedule.world().sent();
        double perNano = Schedule.RATE / TimeUnit.SECONDS.toNanos(1);
        double bucket = 0.1 * Schedule.RATE + Schedule.BATCH;
        double most = 0;
        double level = 0;
        long before = 0;
        for (FakeSurroundings.Sent each : sent) {
            level = Math.max(0, level - (each.at() - before) * perNano)
                    + each.ids().size();
            before = each.at();
            most = Math.max(most, level);
        }
        assertThat(most).isLessThanOrEqualTo(bucket);
    }
}

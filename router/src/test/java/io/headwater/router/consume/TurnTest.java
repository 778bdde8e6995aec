package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several partitions read by one router, whose end is the end of all that is under way in any of them. */
class TurnTest {
    private static final long NOW = 0;
    private static final long EVENTS = 20;

    private final Turn turn = new Turn();

    @Test
    void onlyOnePartitionHasAnEventAnnounced() {
        Guard one = suspicious();
        Guard other = suspicious();
        assertThat(one.lets(0, NOW)).isFalse();
        assertThat(other.lets(0, NOW)).isFalse();
        assertThat(one.watch(0).announces(0)).isTrue();
        assertThat(other.watch(0).announced()).isEmpty();

        commits(one);
        assertThat(one.lets(0, NOW)).isTrue();
        assertThat(one.keepsOthersWaiting()).isFalse();
        one.settled(0);
        assertThat(one.keepsOthersWaiting()).isTrue();
        other.lets(0, NOW);
        assertThat(other.watch(0).announced()).as("the last is still announced").isEmpty();
        assertThat(commits(one)).as("somebody waited").isTrue();
        other.lets(0, NOW);
        assertThat(other.watch(0).announces(0)).isTrue();
    }

    @Test
    void whatHasNotEndedTheProcessForAWhileHoldsUpNoOtherPartition() {
        Guard one = suspicious();
        Guard other = suspicious();
        one.lets(0, NOW);
        commits(one);
        assertThat(one.lets(0, NOW)).isTrue();
        long later = TimeUnit.SECONDS.toNanos(20);
        other.lets(0, later);
        commits(one);
        other.lets(0, later);
        assertThat(other.watch(0).announces(0)).isTrue();
    }

    @Test
    void aPartitionThatIsGivenAwayHoldsUpNoOther() {
        Guard one = suspicious();
        Guard other = suspicious();
        one.lets(0, NOW);
        one.end();
        other.lets(0, NOW);
        assertThat(other.watch(0).announces(0)).isTrue();
    }

    @Test
    void anEventThatEndsTheProcessIsSetAsideAndNoneOfAnotherPartition() {
        List<Partition> partitions =
                IntStream.range(0, 12).mapToObj(n -> new Partition()).toList();
        int deaths = 0;
        while (!live(partitions)) {
            deaths++;
            assertThat(deaths).isLessThan(12);
        }
        assertThat(partitions.get(5).setAside).containsExactly(7L);
        assertThat(partitions).allSatisfy(each -> assertThat(each.safe).isEqualTo(EVENTS));
        assertThat(partitions.stream().mapToInt(each -> each.setAside.size()).sum())
                .isOne();
    }

    /** One life, in which partitions take turns; whether it lived until all was settled. Event 7 of partition 5 ends it. */
    private static boolean live(List<Partition> partitions) {
        Turn turn = new Turn();
        partitions.forEach(each -> each.begins(turn));
        while (partitions.stream().anyMatch(each -> each.safe < EVENTS)) {
            for (Partition each : partitions) {
                if (each.goesOn() && each == partitions.get(5) && each.safe == 7) {
                    return false;
                }
                each.settles();
            }
            partitions.forEach(Partition::commits);
        }
        return true;
    }

    private Guard suspicious() {
        Watch watch = Watch.NONE.takenOver("first", 0, true).takenOver("second", 0, true);
        Guard guard = new Guard(watch, turn);
        commits(guard);
        return guard;
    }

    private static boolean commits(Guard guard) {
        return guard.committed(guard.watch(0));
    }

    private static final class Partition {
        private final List<Long> setAside = new ArrayList<>();
        private Watch durable = Watch.NONE;
        private Guard guard = new Guard(Watch.NONE, new Turn());
        private long committed;
        private long safe;
        private boolean underWay;

        void begins(Turn turn) {
            guard = new Guard(
                    durable.takenOver("life", committed, !durable.owner().isEmpty()), turn);
            safe = committed;
            underWay = false;
            setAside.removeIf(offset -> offset >= committed);
        }

        boolean goesOn() {
            if (safe < EVENTS && guard.isPoison(safe)) {
                setAside.add(safe);
                safe++;
                return false;
            }
            underWay = safe < EVENTS && guard.lets(safe, NOW);
            return underWay;
        }

        void settles() {
            if (underWay) {
                guard.settled(safe);
                safe++;
                underWay = false;
            }
        }

        void commits() {
            durable = guard.watch(safe);
            committed = safe;
            guard.committed(durable);
        }
    }
}

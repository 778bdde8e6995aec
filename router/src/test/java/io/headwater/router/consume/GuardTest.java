package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lives and deaths of routers reading one partition, event after event; a commit is what one leaves for the next. */
class GuardTest {
    private static final long END = 3_000;

    private final List<Long> handled = new ArrayList<>();
    private final TreeSet<Long> underWay = new TreeSet<>();
    private final TreeSet<Long> setAside = new TreeSet<>();
    private Committed commit = new Committed(0, "");
    private OffsetTracker tracker = new OffsetTracker(0);
    private Guard guard = new Guard(Watch.NONE, new Turn());
    private int lives;
    private long now;

    @BeforeEach
    void aRouterStarts() {
        starts(false);
    }

    @Test
    void handlesNothingBeforeItsNameStandsInACommit() {
        assertThat(guard.lets(0, now)).isFalse();
        assertThat(guard.waitsForCommit()).isTrue();
        commits();
        assertThat(guard.lets(0, now)).isTrue();
        assertThat(guard.waitsForCommit()).isFalse();
    }

    @Test
    void handlesAsManyAtOnceAsItLikesWhileNobodyDies() {
        commits();
        for (long offset = 0; offset < END; offset++) {
            assertThat(guard.lets(offset, now)).isTrue();
        }
    }

    @Test
    void aCleanStopOrAHandingOverIsNoDeath() {
        for (int life = 0; life < 5; life++) {
            commits();
            guard.close();
            commits();
            starts(false);
        }
        commits();
        assertThat(guard.lets(END, now)).isTrue();
        for (int life = 0; life < 5; life++) {
            starts(false);
            commits();
        }
        assertThat(guard.lets(END, now)).isTrue();
    }

    @Test
    void afterADeathItSaysHowFarItGoesBeforeItGoesThere() {
        commits();
        starts(true);
        commits();
        assertThat(guard.lets(Watch.WINDOW - 1, now)).isTrue();
        assertThat(guard.lets(Watch.WINDOW, now)).isFalse();
        assertThat(guard.waitsForCommit()).isTrue();
        commits();
        assertThat(guard.lets(Watch.WINDOW, now)).isTrue();
    }

    @Test
    void afterASecondDeathAtTheSameOffsetItHandlesOneByOneEachAnnounced() {
        diesTwice();
        assertThat(guard.lets(0, now)).isFalse();
        assertThat(guard.lets(0, now))
                .as("not before the announcement is durable")
                .isFalse();
        assertThat(guard.waitsForCommit()).isTrue();
        commits();
        assertThat(commit.metadata()).startsWith("2;life3;2,0,2s,2s,0;");
        assertThat(guard.lets(0, now)).isTrue();
        assertThat(guard.lets(1, now)).isFalse();
        settles(0);
        assertThat(guard.lets(1, now)).isFalse();
        commits();
        assertThat(guard.lets(1, now)).isTrue();
    }

    @Test
    void whatHasNotEndedTheProcessForAWhileIsNoLongerAnnounced() {
        diesTwice();
        guard.lets(0, now);
        commits();
        assertThat(guard.lets(0, now)).isTrue();
        assertThat(guard.lets(1, now)).isFalse();
        assertThat(guard.watch(0).announces(0)).isTrue();
        now += TimeUnit.SECONDS.toNanos(20);
        assertThat(guard.lets(1, now)).isFalse();
        assertThat(guard.watch(0).announces(1)).isTrue();
    }

    @Test
    void oneDeathIsNotEnoughToSetAnEventAsideAndTwoAre() {
        diesTwice();
        diesHandling(0);
        assertThat(guard.isPoison(0)).isFalse();
        diesHandling(0);
        assertThat(guard.isPoison(0)).isTrue();
        assertThat(guard.isPoison(1)).isFalse();
    }

    private void diesHandling(long offset) {
        commits();
        guard.lets(offset, now);
        commits();
        assertThat(guard.lets(offset, now)).isTrue();
        starts(true);
    }

    @Test
    void anEventThatEndsTheProcessIsSetAsideAndNoOther() {
        long poison = 777;
        int deaths = 0;
        while (!lives(poison)) {
            deaths++;
            assertThat(deaths).as("deaths").isLessThan(12);
            starts(true);
        }
        assertThat(setAside).containsExactly(poison);
        assertThat(new TreeSet<>(handled)).hasSize((int) END);
        assertThat(tracker.safe()).isEqualTo(END);
        assertThat(commit.metadata().length()).isLessThan(100);
    }

    @Test
    void twoEventsThatEndTheProcessAreBothSetAside() {
        int deaths = 0;
        while (!lives(5, 1_400)) {
            deaths++;
            assertThat(deaths).as("deaths").isLessThan(20);
            starts(true);
        }
        assertThat(setAside).containsExactly(5L, 1_400L);
    }

    @Test
    void deathsThatHaveNothingToDoWithAnEventSetNothingAside() {
        for (int life = 0; life < 40; life++) {
            runsUntil(life * 20L);
            starts(true);
        }
        while (!lives()) {
            starts(true);
        }
        assertThat(setAside).isEmpty();
    }

    private void diesTwice() {
        commits();
        starts(true);
        commits();
        starts(true);
        commits();
    }

    /** Reads to the end; whether it lived to see it. */
    private boolean lives(long... poison) {
        TreeSet<Long> deadly = new TreeSet<>();
        for (long each : poison) {
            deadly.add(each);
        }
        for (long offset = tracker.safe(); offset < END; offset++) {
            if (tracker.isSettled(offset)) {
                continue;
            }
            tracker.read(offset);
            if (guard.isPoison(offset)) {
                setAside.add(offset);
                settles(offset);
                continue;
            }
            while (!guard.lets(offset, now)) {
                List.copyOf(underWay).forEach(this::settles);
                commits();
            }
            handled.add(offset);
            if (deadly.contains(offset)) {
                return false;
            }
            underWay.add(offset);
            if (underWay.size() > 300) {
                List.copyOf(underWay).forEach(this::settles);
            }
        }
        List.copyOf(underWay).forEach(this::settles);
        commits();
        return true;
    }

    private void runsUntil(long end) {
        commits();
        for (long offset = tracker.safe(); offset < end; offset++) {
            while (!guard.lets(offset, now)) {
                List.copyOf(underWay).forEach(this::settles);
                commits();
            }
            tracker.read(offset);
            underWay.add(offset);
        }
        List.copyOf(underWay).forEach(this::settles);
        commits();
    }

    private void settles(long offset) {
        underWay.remove(offset);
        tracker.settle(offset);
        guard.settled(offset);
    }

    private void commits() {
        Watch watch = guard.watch(tracker.safe());
        commit = new Committed(tracker.safe(), tracker.metadata(watch));
        guard.committed(watch);
    }

    private void starts(boolean theOneBeforeDied) {
        lives++;
        underWay.clear();
        CommitMetadata.Read read = CommitMetadata.decode(commit.offset(), commit.metadata());
        tracker = new OffsetTracker(commit.offset(), read.settled());
        guard = new Guard(read.watch().takenOver("life" + lives, commit.offset(), theOneBeforeDied), new Turn());
    }
}

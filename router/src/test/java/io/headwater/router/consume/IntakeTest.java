package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<Integer> paused = new TreeSet<>();
    private final List<LogRecord> passed = new ArrayList<>();
    private boolean nothingWasCommitted;
    private int room = Integer.MAX_VALUE;
    private final Intake intake = new Intake(
            new Intake.Valve() {
                @Override
                public void pause(Set<Integer> partitions) {
                    assertThat(paused).doesNotContainAnyElementsOf(partitions);
                    paused.addAll(partitions);
                }

                @Override
                public void resume(Set<Integer> partitions) {
                    assertThat(paused).containsAll(partitions);
                    paused.removeAll(partitions);
                }
            },
            new ConsumeMeters(meters));

    @BeforeEach
    void isGivenTwoPartitions() {
        intake.assigned(Set.of(0, 1));
    }

    @Test
    void holdsRecordsUntilTheLastCommitIsKnown() {
        arrive(0, 5, 6);
        assertThat(passed).isEmpty();
        assertThat(paused).containsExactly(0);
        assertThat(intake.notBegun()).extracting(PartitionFlow::partition).containsExactly(0);

        begin(Map.of(0, new Committed(5, "")));
        assertThat(offsets()).containsExactly(5L, 6L);
        assertThat(paused).isEmpty();
    }

    @Test
    void skipsWhatTheCommitSaysIsSettled() {
        arrive(0, 5, 6, 7, 8);
        begin(Map.of(0, new Committed(5, "1;1,2")));
        assertThat(offsets()).containsExactly(5L, 8L);
        assertThat(count("headwater.skipped")).isEqualTo(2);
        passed.forEach(LogRecord::settle);
        assertThat(intake.toCommit()).containsEntry(0, new Committed(9, ""));
    }

    @Test
    void startsWithTheFirstRecordWhereNothingWasCommitted() {
        nothingWasCommitted = true;
        arrive(0, 1_000);
        passed.get(0).settle();
        assertThat(count("headwater.lost")).isZero();
        assertThat(intake.toCommit()).containsEntry(0, new Committed(1_001, ""));
    }

    @Test
    void namesALossBetweenTheCommitAndTheFirstRecord() {
        arrive(0, 9);
        begin(Map.of(0, new Committed(5, "")));
        assertThat(count("headwater.lost")).isEqualTo(4);
        passed.get(0).settle();
        assertThat(intake.toCommit()).containsEntry(0, new Committed(10, ""));
    }

    @Test
    void aFullLaneHoldsUpOnlyThePartitionWhoseNextEventItIsOwed() {
        nothingWasCommitted = true;
        room = 1;
        arrive(0, 0, 1, 2);
        assertThat(paused).containsExactly(0);
        room = 100;
        arrive(1, 0, 1);
        assertThat(paused).containsExactly(0);
        assertThat(passed.stream().filter(each -> each.partition == 1)).hasSize(2);
    }

    @Test
    void goesOnWhereItWasHeldUpWhenThereIsRoom() {
        nothingWasCommitted = true;
        room = 1;
        arrive(0, 0, 1, 2);
        room = 100;
        intake.advance();
        assertThat(offsets()).containsExactly(0L, 1L, 2L);
        assertThat(paused).isEmpty();
        assertThat(meters.get("headwater.partitions.paused").gauge().value()).isZero();
        assertThat(count("headwater.consumed")).isEqualTo(3);
    }

    @Test
    void waitsWhenTheCommitsMetadataWouldOverflow() {
        nothingWasCommitted = true;
        long[] offsets = new long[10_000];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i;
        }
        arrive(0, offsets);
        passed.stream().filter(each -> each.offset % 2 == 1).forEach(LogRecord::settle);
        arrive(0, 10_000);
        assertThat(passed).hasSize(10_000);
        assertThat(paused).containsExactly(0);

        passed.forEach(LogRecord::settle);
        intake.advance();
        assertThat(passed).hasSize(10_001);
        assertThat(paused).isEmpty();
    }

    @Test
    void whatSettlesAfterThePartitionIsGoneDoesNotTouchTheNextOwnersCount() {
        nothingWasCommitted = true;
        arrive(0, 0, 1);
        LogRecord late = passed.get(0);
        nothingWasCommitted = false;
        intake.revoked(Set.of(0));
        paused.clear();
        intake.assigned(Set.of(0));
        arrive(0, 0, 1);
        begin(Map.of(0, new Committed(0, "")));
        late.settle();
        assertThat(intake.toCommit()).isEmpty();
    }

    @Test
    void aCommitReadForTheLastOwnerSaysNothingToTheNext() {
        arrive(0, 7);
        List<PartitionFlow> held = intake.notBegun();
        intake.revoked(Set.of(0));
        paused.clear();
        intake.assigned(Set.of(0));
        arrive(0, 9);
        intake.begin(held, Map.of(0, new Committed(7, "")));
        assertThat(passed).isEmpty();
        begin(Map.of(0, new Committed(9, "")));
        assertThat(offsets()).containsExactly(9L);
        assertThat(count("headwater.lost")).isZero();
    }

    @Test
    void commitsOnlyWhatChanged() {
        nothingWasCommitted = true;
        arrive(0, 0, 1);
        passed.get(0).settle();
        Map<Integer, Committed> commit = intake.toCommit();
        assertThat(commit).containsOnly(Map.entry(0, new Committed(1, "")));
        intake.committed(commit);
        assertThat(intake.toCommit()).isEmpty();
    }

    @Test
    void readsAgainWhenTheLogWentBack() {
        nothingWasCommitted = true;
        arrive(0, 100);
        arrive(0, 3);
        passed.get(1).settle();
        passed.get(0).settle();
        assertThat(intake.toCommit()).containsEntry(0, new Committed(4, ""));
    }

    @Test
    void takesNothingMoreOnceStopped() {
        nothingWasCommitted = true;
        arrive(0, 0);
        intake.stop();
        arrive(0, 1);
        intake.advance();
        passed.get(0).settle();
        assertThat(passed).hasSize(1);
        assertThat(intake.toCommit()).containsEntry(0, new Committed(1, ""));
    }

    private void begin(Map<Integer, Committed> commits) {
        intake.begin(intake.notBegun(), commits);
    }

    private void arrive(int partition, long... offsets) {
        List<Passage> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(new LogRecord(partition, offset));
        }
        intake.arrived(partition, records);
        intake.regulate();
        if (nothingWasCommitted) {
            begin(Map.of());
        }
    }

    private List<Long> offsets() {
        return passed.stream().map(LogRecord::offset).toList();
    }

    private double count(String meter) {
        return meters.get(meter).counter().count();
    }

    private final class LogRecord implements Passage {
        private final int partition;
        private final long offset;
        private Runnable settled = () -> {};

        LogRecord(int partition, long offset) {
            this.partition = partition;
            this.offset = offset;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public boolean advance(Runnable whenSettled) {
            settled = whenSettled;
            if (room == 0) {
                return false;
            }
            room--;
            passed.add(this);
            return true;
        }

        void settle() {
            settled.run();
        }
    }
}

package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.deliver.DestinationId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<Integer> paused = new TreeSet<>();
    private final List<LogRecord> passed = new ArrayList<>();
    private Runnable whileHandedOn = () -> {};
    private long unhandled = -1;
    private int hints;
    private long nanos;
    private long nanosForEach;
    private final List<Long> setAside = new ArrayList<>();
    private boolean nothingWasCommitted;
    /** For events of partition 0, in the lane they are owed to. */
    private int room = Integer.MAX_VALUE;

    private final Intake intake = new Intake(
            new Intake.Valve() {
                @Override
                public void pause(Set<TopicPartition> partitions) {
                    assertThat(paused).doesNotContainAnyElementsOf(numbers(partitions));
                    paused.addAll(numbers(partitions));
                }

                @Override
                public void resume(Set<TopicPartition> partitions) {
                    assertThat(paused).containsAll(numbers(partitions));
                    paused.removeAll(numbers(partitions));
                }
            },
            new Handling(
                    "me",
                    record -> arrival(record),
                    new Handling.Instead() {
                        @Override
                        public Passage poison(ConsumerRecord<byte[], byte[]> record, List<DestinationId> owed) {
                            return settled -> setAside.add(record.offset());
                        }

                        @Override
                        public Passage failed(
                                ConsumerRecord<byte[], byte[]> record, List<DestinationId> owed, RuntimeException why) {
                            return settled -> setAside.add(record.offset());
                        }
                    },
                    new ConsumeMeters(meters, "events"),
                    new Handling.Pace() {
                        @Override
                        public long nanos() {
                            return nanos;
                        }

                        @Override
                        public void again() {
                            hints++;
                        }
                    },
                    new Turn()));

    @BeforeEach
    void isGivenTwoPartitions() {
        intake.assigned(Set.of(partition(0), partition(1)));
    }

    @Test
    void holdsRecordsUntilTheLastCommitIsKnown() {
        arrive(0, 5, 6);
        assertThat(passed).isEmpty();
        assertThat(paused).containsExactly(0);
        assertThat(intake.notBegun()).extracting(PartitionFlow::partition).containsExactly(partition(0));

        begin(Map.of(0, new Committed(5, "")));
        assertThat(offsets()).containsExactly(5L, 6L);
        assertThat(paused).isEmpty();
    }

    @Test
    void skipsWhatTheCommitSaysIsSettled() {
        arrive(0, 5, 6, 7, 8);
        begin(Map.of(0, new Committed(5, "2;;;1,2")));
        assertThat(offsets()).containsExactly(5L, 8L);
        assertThat(count("headwater.skipped")).isEqualTo(2);
        passed.forEach(LogRecord::settle);
        assertThat(toCommit()).containsEntry(partition(0), mine(9));
    }

    @Test
    void startsWithTheFirstRecordWhereNothingWasCommitted() {
        nothingWasCommitted = true;
        arrive(0, 1_000);
        passed.get(0).settle();
        assertThat(count("headwater.lost")).isZero();
        assertThat(toCommit()).containsEntry(partition(0), mine(1_001));
    }

    @Test
    void namesALossBetweenTheCommitAndTheFirstRecord() {
        arrive(0, 9);
        begin(Map.of(0, new Committed(5, "")));
        assertThat(count("headwater.lost")).isEqualTo(4);
        passed.get(0).settle();
        assertThat(toCommit()).containsEntry(partition(0), mine(10));
    }

    @Test
    void aFullLaneHoldsUpOnlyThePartitionWhoseNextEventItIsOwed() {
        nothingWasCommitted = true;
        room = 1;
        arrive(0, 0, 1, 2);
        assertThat(paused).containsExactly(0);
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
        intake.revoked(Set.of(partition(0)));
        paused.clear();
        intake.assigned(Set.of(partition(0)));
        arrive(0, 0, 1);
        begin(Map.of(0, new Committed(0, "")));
        late.settle();
        assertThat(toCommit()).isEmpty();
    }

    @Test
    void aCommitReadForTheLastOwnerSaysNothingToTheNext() {
        arrive(0, 7);
        List<PartitionFlow> held = intake.notBegun();
        intake.revoked(Set.of(partition(0)));
        paused.clear();
        intake.assigned(Set.of(partition(0)));
        arrive(0, 9);
        intake.begin(held, Map.of(partition(0), new Committed(7, "")), Set.of());
        commit();
        assertThat(passed).isEmpty();
        begin(Map.of(0, new Committed(9, "")));
        assertThat(offsets()).containsExactly(9L);
        assertThat(count("headwater.lost")).isZero();
    }

    @Test
    void norDoesACommitThatTheLastOwnerHadOnItsWay() {
        nothingWasCommitted = true;
        arrive(0, 5, 6);
        passed.get(0).settle();
        List<PartitionFlow.Commit> onItsWay = intake.toCommit();
        nothingWasCommitted = false;
        assertThat(onItsWay).hasSize(1).noneMatch(PartitionFlow.Commit::isOver);

        intake.revoked(Set.of(partition(0)));
        paused.clear();
        intake.assigned(Set.of(partition(0)));
        assertThat(onItsWay).allMatch(PartitionFlow.Commit::isOver);
        onItsWay.forEach(PartitionFlow.Commit::made);

        arrive(0, 6);
        intake.begin(intake.notBegun(), Map.of(partition(0), mine(6)), Set.of());
        assertThat(intake.waitsForCommit()).isTrue();
        assertThat(toCommit()).containsOnly(Map.entry(partition(0), mine(6)));
        commit();
        assertThat(offsets()).containsExactly(5L, 6L, 6L);
    }

    @Test
    void commitsOnlyWhatChanged() {
        nothingWasCommitted = true;
        arrive(0, 0, 1);
        passed.get(0).settle();
        assertThat(toCommit()).containsOnly(Map.entry(partition(0), mine(1)));
        intake.toCommit().forEach(PartitionFlow.Commit::made);
        assertThat(toCommit()).isEmpty();
    }

    @Test
    void readsAgainWhenTheLogWentBack() {
        nothingWasCommitted = true;
        arrive(0, 100);
        arrive(0, 3);
        passed.get(1).settle();
        passed.get(0).settle();
        assertThat(toCommit()).containsEntry(partition(0), mine(4));
    }

    @Test
    void whoAsksForMoreWhileItIsHandedOnIsNotHandedOnTwice() {
        nothingWasCommitted = true;
        whileHandedOn = () -> intake().advance();
        arrive(0, 0, 1, 2);
        assertThat(offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void whatCannotBeHandledIsSetAsideAndTheRestGoesOn() {
        nothingWasCommitted = true;
        unhandled = 1;
        arrive(0, 0, 1, 2);
        assertThat(setAside).containsExactly(1L);
        assertThat(offsets()).containsExactly(0L, 2L);
    }

    @Test
    void handsNothingOnBeforeACommitSaysWhoReads() {
        arrive(0, 5);
        intake.begin(intake.notBegun(), Map.of(), Set.of());
        intake.advance();
        assertThat(passed).isEmpty();
        assertThat(intake.waitsForCommit()).isTrue();
        commit();
        assertThat(offsets()).containsExactly(5L);
    }

    @Test
    void theDeathOfALastReaderIsTheEndOfOneThatIsNotInTheGroupAndDidNotSaySo() {
        arrive(0, 5);
        begin(Map.of(0, new Committed(5, "2;other;;")), Set.of("headwater-router-events-other"));
        assertThat(count("headwater.deaths")).isZero();
        arrive(1, 5);
        begin(Map.of(1, new Committed(5, "2;other;;")), Set.of("headwater-router-events-me"));
        assertThat(count("headwater.deaths")).isEqualTo(1);
        assertThat(toCommit()).isEmpty();
        assertThat(offsets()).containsExactly(5L, 5L);
    }

    @Test
    void whatWasAnnouncedAtTwoDeathsIsSetAsideAndItsNeighboursAreNot() {
        arrive(0, 5, 6, 7, 8);
        begin(Map.of(0, new Committed(5, "2;other;3,0,rs,rs,1,1:1;3,1")));
        assertThat(offsets()).containsExactly(5L);
        passed.get(0).settle();
        assertThat(hints).isEqualTo(1);
        intake.advance();
        commit();
        assertThat(setAside).containsExactly(6L);
        assertThat(offsets()).containsExactly(5L, 7L);
        passed.get(1).settle();
        intake.advance();
        assertThat(count("headwater.skipped")).isEqualTo(1);
        assertThat(toCommit())
                .containsKey(partition(0))
                .allSatisfy((each, commit) -> assertThat(commit.offset()).isEqualTo(6));
    }

    @Test
    void whoeverElseIsOnTheThreadDoesNotWaitUntilSlowRecordsAreThrough() {
        nothingWasCommitted = true;
        nanosForEach = 1_000_000;
        long[] offsets = LongStream.range(0, 40).toArray();
        arrive(0, offsets);
        assertThat(passed).hasSizeBetween(6, 16);
        assertThat(hints).isEqualTo(1);
        assertThat(paused).containsExactly(0);
        for (int again = 1; again < 10; again++) {
            intake.advance();
        }
        assertThat(offsets()).containsExactly(LongStream.of(offsets).boxed().toArray(Long[]::new));
        assertThat(paused).isEmpty();
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
        assertThat(toCommit()).containsEntry(partition(0), new Committed(1, ""));
    }

    private Passage arrival(ConsumerRecord<byte[], byte[]> record) {
        nanos += nanosForEach;
        if (record.offset() == unhandled) {
            throw new IllegalStateException("planted");
        }
        return new LogRecord(record.partition(), record.offset());
    }

    private Intake intake() {
        return intake;
    }

    private Map<TopicPartition, Committed> toCommit() {
        return intake.toCommit().stream()
                .collect(Collectors.toMap(PartitionFlow.Commit::partition, PartitionFlow.Commit::says));
    }

    private void begin(Map<Integer, Committed> commits) {
        begin(commits, Set.of());
    }

    private void begin(Map<Integer, Committed> commits, Set<String> members) {
        intake.begin(
                intake.notBegun(),
                commits.entrySet().stream()
                        .collect(Collectors.toMap(each -> partition(each.getKey()), Map.Entry::getValue)),
                members);
        commit();
    }

    private void commit() {
        while (intake.waitsForCommit()) {
            intake.toCommit().forEach(PartitionFlow.Commit::made);
            intake.advance();
        }
    }

    private void arrive(int partition, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(new ConsumerRecord<>("hw.events", partition, offset, new byte[0], new byte[0]));
        }
        intake.arrived(partition(partition), records);
        intake.regulate();
        if (nothingWasCommitted) {
            begin(Map.of());
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("hw.events", number);
    }

    private static Set<Integer> numbers(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /** A commit that says this router is reading, and nothing more. */
    private static Committed mine(long offset) {
        return new Committed(offset, "2;me;;");
    }

    private List<Long> offsets() {
        return passed.stream().map(each -> each.offset).toList();
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
        public boolean advance(Runnable whenSettled) {
            settled = whenSettled;
            if (partition == 0 && room == 0) {
                return false;
            }
            room -= partition == 0 ? 1 : 0;
            passed.add(this);
            whileHandedOn.run();
            return true;
        }

        void settle() {
            settled.run();
        }
    }
}

package io.headwater.router.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.router.control.ReplayOrder;
import io.headwater.router.control.ReplayOrder.Range;
import io.headwater.router.deliver.DestinationId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReplayProgressTest {
    private final ReplayOrder order = new ReplayOrder(
            "id",
            new ReplayOrder.Scope(new DestinationId("acme", "crm"), Instant.EPOCH, Instant.EPOCH, Set.of()),
            10,
            new TreeMap<>(Map.of(0, new Range(10, 20), 1, new Range(0, 5))),
            ReplayOrder.State.RUNNING,
            new ReplayOrder.By("ops", Instant.EPOCH),
            0);

    @Test
    void hasReadNothingWhereNothingIsCommitted() {
        assertThat(ReplayProgress.of(order, Map.of())).isEqualTo(new ReplayProgress(0, 0, false));
    }

    @Test
    void addsUpWhatEachPartitionsCommitSays() {
        assertThat(ReplayProgress.of(order, Map.of(events(0), ReplayProgress.commit(14, 3))))
                .isEqualTo(new ReplayProgress(4, 3, false));
    }

    @Test
    void isCompleteWhenEveryPartitionIsAtItsEnd() {
        Map<TopicPartition, OffsetAndMetadata> commits = Map.of(
                events(0),
                ReplayProgress.commit(20, 7),
                events(1),
                ReplayProgress.commit(5, 5),
                events(2),
                ReplayProgress.commit(0, 0));

        assertThat(ReplayProgress.of(order, commits)).isEqualTo(new ReplayProgress(15, 12, true));
    }

    @Test
    void takesACommitOfAnotherMakeForNoneCopied() {
        assertThat(ReplayProgress.of(order, Map.of(events(1), new OffsetAndMetadata(5, "2;x;;"))))
                .isEqualTo(new ReplayProgress(5, 0, false));
    }

    private static TopicPartition events(int partition) {
        return new TopicPartition("hw.events", partition);
    }
}

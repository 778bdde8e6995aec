package io.headwater.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UndrainedTest {
    @Test
    void gapsAreNoRecordsAndThePositionGoesPastThem() {
        Undrained undrained = new Undrained(new Position(10, 20));
        undrained.gap(12, 15);

        assertThat(undrained.records()).isEqualTo(7);
        assertThat(undrained.past(11)).isEqualTo(11);
        assertThat(undrained.past(12)).isEqualTo(15);
        assertThat(undrained.drained(15)).isEqualTo(2);
        assertThat(undrained.records()).isEqualTo(5);
    }

    @Test
    void theSameGapCountsOnceHoweverItIsTold() {
        Undrained undrained = new Undrained(new Position(0, 20));
        undrained.gap(4, 8);
        undrained.gap(2, 6);
        undrained.gap(5, 10);
        undrained.gap(0, 1);

        assertThat(undrained.records()).isEqualTo(20 - 8 - 1);
        assertThat(undrained.past(2)).isEqualTo(10);
    }

    @Test
    void theOldestIsTheOneAtThePosition() {
        Undrained undrained = new Undrained(new Position(0, 0));
        undrained.appended(5, 1_000);
        undrained.appended(10, 1_500);
        undrained.appended(15, 9_000);

        assertThat(undrained.oldest()).contains(Instant.ofEpochMilli(1_000));
        undrained.drained(7);
        assertThat(undrained.oldest()).as("to a second").contains(Instant.ofEpochMilli(1_000));
        undrained.drained(12);
        assertThat(undrained.oldest()).contains(Instant.ofEpochMilli(9_000));
        undrained.drained(15);
        assertThat(undrained.oldest()).isEmpty();
    }
}

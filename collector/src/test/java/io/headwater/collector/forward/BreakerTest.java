package io.headwater.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Duration ACK_WITHIN = Duration.ofMillis(1_500);
    private static final ProducerRecord<byte[], byte[]> ZERO = new ProducerRecord<>("hw.events", 0, null, null);
    private static final ProducerRecord<byte[], byte[]> ONE = new ProducerRecord<>("hw.events", 1, null, null);
    private static final ProducerRecord<byte[], byte[]> REJECTED = new ProducerRecord<>("hw.rejected", null, null);

    private long now = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos(); // the clock may pass its end
    private final Breaker breaker = new Breaker(
            new BreakerConfig(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMillis(500)),
            3,
            ACK_WITHIN,
            () -> now);

    @Test
    void admitsEverythingWhileNothingFails() {
        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.admits(ZERO, false)).isTrue();
        assertThat(breaker.open()).isZero();
    }

    @Test
    void keepsFreshEventsFromThePartitionThatDidNotAcknowledgeAndFromNoOther() {
        breaker.failed(ZERO);
        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.admits(ZERO, false)).isFalse();
        assertThat(breaker.admits(ONE, false)).isTrue();
        assertThat(breaker.admits(REJECTED, false)).isTrue();
        assertThat(breaker.open()).isEqualTo(1);
    }

    @Test
    void holdsRejectionsApartFromEvents() {
        breaker.failed(REJECTED);
        assertThat(breaker.admits(REJECTED, false)).isFalse();
        assertThat(breaker.admits(ZERO, false)).isTrue();
    }

    @Test
    void opensForAllPartitionsWhenTheProducerTakesNothing() {
        breaker.failed();
        assertThat(breaker.open()).isEqualTo(4);
    }

    @Test
    void staysOpenHoweverLongUntilADrainedRecordIsAcknowledged() {
        breaker.failed(ZERO);
        pass(Duration.ofHours(1));
        assertThat(breaker.admits(ZERO, false)).isFalse();
    }

    @Test
    void admitsAgainOnceThePartitionStayedWellForTheHold() {
        breaker.failed(ZERO);
        drained(ZERO);
        pass(Duration.ofMillis(999));
        assertThat(breaker.admits(ZERO, false)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(breaker.admits(ZERO, false)).isTrue();
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void seesByItselfThatTheHoldIsOver() {
        breaker.failed(ZERO);
        drained(ZERO);
        pass(Duration.ofSeconds(1));
        assertThat(breaker.open()).isZero();
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void isNotDeceivedByDrainedRecordsThatAreLeftWaiting() {
        breaker.failed(ZERO);
        drained(ZERO);
        breaker.draining(ZERO);
        pass(ACK_WITHIN.plusMillis(1));
        assertThat(breaker.admits(ZERO, false)).isFalse();
        breaker.drained(ZERO);
        pass(Duration.ofMillis(1_999));
        assertThat(breaker.admits(ZERO, false)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(breaker.admits(ZERO, false)).isTrue();
    }

    @Test
    void takesAnEventSentBeforeForNoNewIllness() {
        breaker.failed(ZERO);
        drained(ZERO);
        pass(Duration.ofMillis(900));
        breaker.failed(ZERO);
        pass(Duration.ofMillis(999));
        assertThat(breaker.admits(ZERO, false)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(breaker.admits(ZERO, false)).isTrue();
    }

    @Test
    void doublesTheHoldUpToItsBoundWhileThePartitionFlaps() {
        breaker.failed(ZERO);
        for (int hold : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertHeldFor(Duration.ofSeconds(hold));
            pass(Duration.ofSeconds(3));
            breaker.failed(ZERO);
        }
    }

    @Test
    void forgetsTheFlappingAfterLongHealth() {
        breaker.failed(ZERO);
        assertHeldFor(Duration.ofSeconds(1));
        breaker.failed(ZERO);
        assertHeldFor(Duration.ofSeconds(2));
        pass(Duration.ofSeconds(60));
        breaker.failed(ZERO);
        assertHeldFor(Duration.ofSeconds(1));
    }

    @Test
    void switchesAFewTimesAndThenNoMoreWhenBrokersFlapEveryThreeSeconds() {
        int switches = 0;
        boolean admitted = true;
        int draining = 0;
        for (int tenth = 0; tenth < 6_000; tenth++) {
            boolean up = tenth / 30 % 2 == 0;
            pass(Duration.ofMillis(100));
            boolean admits = breaker.admits(ZERO, false);
            switches += admits == admitted ? 0 : 1;
            admitted = admits;
            if (admits && !up && tenth % 30 >= 15) {
                breaker.failed(ZERO); // sent when they went down
            }
            if (!admits) {
                breaker.draining(ZERO);
                draining++;
            }
            for (; up && draining > 0; draining--) {
                breaker.drained(ZERO);
            }
        }
        assertThat(switches).isBetween(1, 8);
    }

    @Test
    void triesNowAndThenWhereThereIsNoSpool() {
        breaker.failed(ZERO);
        assertThat(breaker.admits(ZERO, true)).isFalse();
        pass(Duration.ofMillis(500));
        assertThat(breaker.admits(ZERO, true)).isTrue();
        assertThat(breaker.admits(ZERO, true)).isFalse();
    }

    @Test
    void admitsAtOnceAfterATrialThatWentWellWhereThereIsNoSpool() {
        breaker.failed(ZERO);
        breaker.acknowledged(ZERO);
        assertThat(breaker.admits(ZERO, true)).isTrue();
        assertThat(breaker.admits(ZERO, false)).isFalse();
    }

    @Test
    void opensAgainWhenKafkaGoesAwayWhileItHealsAndThereIsNoSpool() {
        breaker.failed(ZERO);
        pass(Duration.ofSeconds(4));
        breaker.acknowledged(ZERO);
        breaker.failed(ZERO);
        assertThat(breaker.admits(ZERO, true)).isFalse();
    }

    private void assertHeldFor(Duration hold) {
        drained(ZERO);
        pass(hold.minusMillis(1));
        assertThat(breaker.admits(ZERO, false)).as("just before " + hold).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(breaker.admits(ZERO, false)).as("after " + hold).isTrue();
    }

    private void drained(ProducerRecord<byte[], byte[]> record) {
        breaker.draining(record);
        breaker.drained(record);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}

package io.headwater.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.kafka.Unacknowledged.Cause;
import io.vertx.core.Promise;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class AppendTest {
    private static final long DEADLINE = 1_000;

    private final Promise<Appended> settled = Promise.promise();

    @Test
    void settlesWhenTheLastRecordIsAcknowledged() {
        Append append = append(2);
        append.acknowledged(1);
        assertThat(settled.future().isComplete()).isFalse();
        append.acknowledged(0);
        assertThat(settled.future().result().isWhole()).isTrue();
    }

    @Test
    void namesWhatKafkaRefusedAndWhatItDidNotAcknowledgeInTheirOrder() {
        Append append = append(5);
        append.failed(4, new TimeoutException("late"));
        append.failed(3, new RecordTooLargeException("large"));
        append.failed(2, new TopicAuthorizationException("closed"));
        append.acknowledged(1);
        append.failed(0, new RecordTooLargeException("large"));
        Appended appended = settled.future().result();
        assertThat(appended.refused()).extracting(Refused::index).containsExactly(0, 3);
        assertThat(appended.unacknowledged()).extracting(Unacknowledged::index).containsExactly(2, 4);
        assertThat(appended.unacknowledged())
                .extracting(one -> one.record().value()[0])
                .containsExactly((byte) 2, (byte) 4);
        assertThat(appended.unacknowledged()).extracting(Unacknowledged::cause).containsOnly(Cause.NOT_ACKNOWLEDGED);
    }

    @Test
    void takesWhatNothingIsKnownOfForNotAcknowledgedOnceItIsLate() {
        Append append = append(3);
        Backstop backstop = new Backstop();
        backstop.watch(append);
        append.acknowledged(1);
        backstop.check(DEADLINE);
        assertThat(settled.future().isComplete()).isFalse();
        backstop.check(DEADLINE + 1);
        assertThat(settled.future().result().unacknowledged())
                .extracting(Unacknowledged::index)
                .containsExactly(0, 2);
    }

    @Test
    void isNotConfusedByAnAcknowledgementThatComesTooLate() {
        Append append = append(1);
        append.expire();
        append.acknowledged(0);
        append.failed(0, new TimeoutException("later still"));
        assertThat(settled.future().result().unacknowledged()).hasSize(1);
    }

    @Test
    void doesNotWaitForASettledAppendToLookAtThoseBehindIt() {
        Append first = append(1);
        Promise<Appended> other = Promise.promise();
        Append second = append(1, DEADLINE + 5, other);
        Backstop backstop = new Backstop();
        backstop.watch(first);
        backstop.watch(second);
        first.acknowledged(0);
        backstop.check(DEADLINE + 6);
        assertThat(settled.future().result().isWhole()).isTrue();
        assertThat(other.future().result().unacknowledged()).hasSize(1);
    }

    private Append append(int records) {
        return append(records, DEADLINE, settled);
    }

    private static Append append(int records, long deadline, Promise<Appended> promise) {
        Append append = new Append(records, deadline, promise);
        IntStream.range(0, records).forEach(i -> append.add(new ProducerRecord<>("hw.events", new byte[] {(byte) i})));
        return append;
    }
}

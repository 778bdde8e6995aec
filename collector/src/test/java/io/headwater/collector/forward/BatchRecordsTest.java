package io.headwater.collector.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.config.SourcesConfig;
import io.headwater.config.SourcesConfig.Source;
import io.headwater.event.Acceptance;
import io.headwater.event.Event;
import io.headwater.event.EventBatch;
import io.headwater.event.EventData;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import io.headwater.kafka.Appended;
import io.headwater.kafka.EventRecords;
import io.headwater.kafka.Unacknowledged;
import io.headwater.kafka.Unacknowledged.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class BatchRecordsTest {
    private static final SourceId ORDERED = new SourceId("acme", "web");
    private static final SourceId UNORDERED = new SourceId("acme", "players");

    private final LineNumbers numbers = new LineNumbers("site", "life", "region", 1);
    private final Breaker breaker = new Breaker(
            new BreakerConfig(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMillis(500)),
            1,
            Duration.ofMillis(1_500),
            () -> 0);
    private final OrderedBuckets ordered =
            new OrderedBuckets(new SourcesConfig(List.of(Source.of("acme", "web", List.of("key-1"), true))));
    private boolean topicsStand = true;
    private final Gate gate = new Gate(breaker, ordered, () -> topicsStand, () -> false);

    @Test
    void givesANumberToEachRecordThatIsTakenAndNoneToOneThatIsNot() {
        BatchRecords records = records(UNORDERED, "a", "b", "c");
        ProducerRecord<byte[], byte[]> first = records.get(0);
        records.taken(0);
        ProducerRecord<byte[], byte[]> refused = records.get(1);
        ProducerRecord<byte[], byte[]> last = records.get(2);
        records.taken(2);
        assertThat(List.of(number(first), number(refused), number(last))).containsExactly(0L, 1L, 1L);
        assertThat(number(records(UNORDERED, "d").get(0))).isEqualTo(2);
    }

    @Test
    void holdsEverythingBackUntilTheTopicsStand() {
        topicsStand = false;
        BatchRecords records = records(UNORDERED, "a");
        assertThat(records.isForKafka(records.get(0))).isFalse();
    }

    @Test
    void watchesNothingWhileAllIsWell() {
        BatchRecords records = records(UNORDERED, "a");
        assertThat(records.isForKafka(records.get(0))).isTrue();
        assertThat(records.watched()).isEmpty();
    }

    @Test
    void holdsBackWhatTheBreakerDoesNotAdmit() {
        BatchRecords records = records(UNORDERED, "a");
        ProducerRecord<byte[], byte[]> record = records.get(0);
        gate.learn(unacknowledged(record, Cause.NOT_ACKNOWLEDGED), records.watched());
        assertThat(records.isForKafka(record)).isFalse();
    }

    @Test
    void learnsNothingOfKafkaFromARecordThatWasHeldBack() {
        ProducerRecord<byte[], byte[]> record = records(UNORDERED, "a").get(0);
        gate.learn(unacknowledged(record, Cause.HELD_BACK), List.of());
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void anOrderedEventFollowsTheOneBeforeItWithinOneRequest() {
        BatchRecords records = records(ORDERED, "k", "k", "other");
        topicsStand = false;
        assertThat(records.isForKafka(records.get(0))).isFalse();
        topicsStand = true;
        assertThat(records.isForKafka(records.get(1))).isFalse();
        assertThat(records.isForKafka(records.get(2))).isTrue();
    }

    @Test
    void anOrderedEventThatFailedHoldsItsSuccessorsBackAndAnUnorderedOneDoesNot() {
        for (SourceId source : List.of(ORDERED, UNORDERED)) {
            ProducerRecord<byte[], byte[]> record = records(source, "k").get(0);
            gate.learn(unacknowledged(record, Cause.NOT_ACKNOWLEDGED), List.of());
            assertThat(ordered.mustFollow(record)).isEqualTo(source.equals(ORDERED));
        }
    }

    private static Appended unacknowledged(ProducerRecord<byte[], byte[]> record, Cause cause) {
        return new Appended(List.of(), List.of(new Unacknowledged(0, record, cause, "")));
    }

    private BatchRecords records(SourceId source, String... keys) {
        Acceptance acceptance = new Acceptance(new Origin(source, "native", "region", "any", ""), Instant.EPOCH, "");
        List<Event> events = IntStream.range(0, keys.length)
                .mapToObj(i -> new Event(
                        "id-" + i, "t", "", "", keys[i], "application/json", EventData.of("{}".getBytes(UTF_8))))
                .toList();
        return new BatchRecords(new EventBatch(acceptance, events, List.of()), numbers, gate);
    }

    private static long number(ProducerRecord<byte[], byte[]> record) {
        return Long.parseLong(
                new String(record.headers().lastHeader(EventRecords.SEQ).value(), UTF_8));
    }
}

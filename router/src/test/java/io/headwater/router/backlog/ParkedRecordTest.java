package io.headwater.router.backlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.kafka.EventRecords;
import io.headwater.kafka.Topics;
import io.headwater.router.Events;
import io.headwater.router.dead.Place;
import io.headwater.router.deliver.DestinationId;
import io.headwater.router.lane.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ParkedRecordTest {
    private static final DestinationId CRM = new DestinationId("acme", "crm");
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00.123Z");
    private static final Place ORIGIN = new Place("hw.events", 3, 77);

    private final ConsumerRecord<byte[], byte[]> event = event();

    @Test
    void theEventArrivesAsItWas() {
        ConsumerRecord<byte[], byte[]> parked = read(parked(Standing.FRESH, "").toBacklog(event));
        assertThat(parked.topic()).isEqualTo("hw.backlog.acme.crm");
        assertThat(parked.key()).isEqualTo(event.key());
        assertThat(parked.value()).isEqualTo(event.value());
        for (Header header : event.headers()) {
            assertThat(parked.headers().headers(header.key())).containsExactly(header);
        }
        assertThat(EventRecords.read(parked).event().event().id())
                .isEqualTo(EventRecords.read(event).event().event().id());
    }

    @Test
    void readsBackWhatItSays() {
        Standing standing = new Standing(7, Duration.ofMillis(61_001), "5xx", 2, 2, false);
        for (String replay : new String[] {"", "r-17"}) {
            ParkedRecord parked = parked(standing, replay);
            assertThat(ParkedRecord.decode(read(parked.toBacklog(event)))).isEqualTo(parked);
            assertThat(ParkedRecord.decode(read(parked.toDelay(Duration.ofMinutes(10), event))))
                    .isEqualTo(parked);
        }
    }

    @Test
    void aLaterHopReplacesWhatTheOneBeforeSaid() {
        ConsumerRecord<byte[], byte[]> first =
                read(parked(Standing.FRESH, "r-17").toBacklog(event));
        ParkedRecord later =
                new ParkedRecord(CRM, new Standing(3, Duration.ZERO, "timeout", 1, 1, false), "", NOW, Place.of(first));
        ConsumerRecord<byte[], byte[]> second = read(later.toDelay(Duration.ofSeconds(5), first));
        assertThat(second.topic()).isEqualTo("hw.retry.5s");
        assertThat(ParkedRecord.decode(second)).isEqualTo(later);
        assertThat(later.origin()).isEqualTo(ORIGIN);
        assertThat(second.headers().headers("hw_attempts")).hasSize(1);
        assertThat(second.headers().lastHeader("hw_replay")).isNull();
    }

    @Test
    void namesTheHeaderThatIsMissingOrWrong() {
        assertThatThrownBy(() -> ParkedRecord.decode(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hw_attempts");
        ConsumerRecord<byte[], byte[]> wrong = read(parked(Standing.FRESH, "").toBacklog(event));
        wrong.headers().remove("hw_parked_at").add("hw_parked_at", "yesterday".getBytes(UTF_8));
        assertThatThrownBy(() -> ParkedRecord.decode(wrong)).hasMessageContaining("hw_parked_at is not a time");
    }

    @Test
    void aBacklogsNameTellsWhoseItIs() {
        assertThat(ParkedRecord.destination(ParkedRecord.topic(CRM))).contains(CRM);
        for (String other :
                new String[] {"hw.events", "hw.backlog.", "hw.backlog.a", "hw.backlog.a.", "hw.backlog.a.b.c"}) {
            assertThat(ParkedRecord.destination(other)).isEmpty();
        }
    }

    @Test
    void aDelayTopicsNameTellsHowLong() {
        for (Duration delay : new BacklogConfig(
                        List.of(
                                Duration.ofMillis(1_500),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(10),
                                Duration.ofHours(6),
                                Duration.ofHours(48)),
                        Duration.ofSeconds(5))
                .delays()) {
            assertThat(Topics.delay(Topics.retry(delay))).contains(delay);
        }
        assertThat(Topics.retry(Duration.ofHours(6))).isEqualTo("hw.retry.6h");
        assertThat(Topics.retry(Duration.ofMinutes(1))).isEqualTo("hw.retry.1m");
        assertThat(Topics.retry(Duration.ofSeconds(5))).isEqualTo("hw.retry.5s");
        assertThat(Topics.delay("hw.events")).isEmpty();
        assertThat(Topics.delay("hw.retry.soon")).isEmpty();
    }

    private static ParkedRecord parked(Standing standing, String replay) {
        return new ParkedRecord(CRM, standing, replay, NOW, ORIGIN);
    }

    private static ConsumerRecord<byte[], byte[]> event() {
        var made = Events.json("e-1", "{\"a\": 1.0}");
        return read(
                EventRecords.encode(
                        made.event(),
                        EventRecords.key(made.event()),
                        EventRecords.shared(made.acceptance()),
                        made.line(),
                        made.seq()),
                ORIGIN.offset());
    }

    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
        return read(written, 5);
    }

    /** As a consumer would read it. */
    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written, long offset) {
        return new ConsumerRecord<>(
                written.topic(),
                Optional.ofNullable(written.partition()).orElse(0),
                offset,
                NOW.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                written.key(),
                written.value(),
                new RecordHeaders(written.headers().toArray()),
                Optional.empty());
    }
}

package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.event.Acceptance;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Line;
import io.headwater.event.LoggedEvent;
import io.headwater.event.Origin;
import io.headwater.event.SourceId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
    private static final Event EVENT = new Event(
            "id-é",
            "play",
            "2026-01-15T12:00:00Z",
            "usr",
            "sess",
            "application/json",
            EventData.of("{ }".getBytes(UTF_8)),
            List.of(new Attribute("correctedtime", "2026-01-15T12:00:01Z"), new Attribute("sequence", "7")));
    private static final Acceptance ACCEPTANCE = new Acceptance(
            new Origin(new SourceId("acme", "web"), "native", "eu", "any", ""),
            Instant.parse("2026-01-15T12:00:00.120Z"),
            "");
    private static final Line LINE = new Line("fra", "m1", "eu", 5);

    @Test
    void areCloudEventsInBinaryMode() {
        ProducerRecord<byte[], byte[]> record = encoded();
        assertThat(record.topic()).isEqualTo("hw.events");
        assertThat(record.partition()).isEqualTo(5);
        assertThat(record.key()).isEqualTo("sess".getBytes(UTF_8));
        assertThat(record.value()).isSameAs(EVENT.data().bytes());
        assertThat(headers(record.headers()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "id-é"),
                        Map.entry("ce_source", "/acme/web"),
                        Map.entry("ce_type", "play"),
                        Map.entry("ce_time", "2026-01-15T12:00:00Z"),
                        Map.entry("ce_subject", "usr"),
                        Map.entry("ce_partitionkey", "sess"),
                        Map.entry("ce_dialect", "native"),
                        Map.entry("ce_region", "eu"),
                        Map.entry("ce_jurisdiction", "any"),
                        Map.entry("ce_acceptedat", "2026-01-15T12:00:00.120000Z"),
                        Map.entry("ce_edge", "fra.m1.eu.5"),
                        Map.entry("ce_seq", "42"),
                        Map.entry("ce_correctedtime", "2026-01-15T12:00:01Z"),
                        Map.entry("ce_sequence", "7"),
                        Map.entry("content-type", "application/json")));
    }

    @Test
    void areReadBackAsTheyWereWritten() {
        assertThat(EventRecords.read(consumed(encoded())).event())
                .isEqualTo(new LoggedEvent(EVENT, ACCEPTANCE, LINE, 42));
    }

    @Test
    void areKeptAsTheyWereRead() {
        ProducerRecord<byte[], byte[]> written = encoded();
        written.headers().add("not-ours", null);
        ConsumerRecord<byte[], byte[]> read = consumed(written);
        ConsumerRecord<byte[], byte[]> kept = EventRecords.read(read).record();
        assertThat(kept).usingRecursiveComparison().ignoringFields("headers").isEqualTo(read);
        assertThat(kept.headers().toArray()).hasSameSizeAs(read.headers().toArray());
        for (int i = 0; i < kept.headers().toArray().length; i++) {
            Header same = kept.headers().toArray()[i];
            assertThat(same.key()).isEqualTo(read.headers().toArray()[i].key());
            assertThat(same.value()).isEqualTo(read.headers().toArray()[i].value());
        }
    }

    @Test
    void holdWhatManyOfThemSayOnce() {
        ReadRecord one = EventRecords.read(consumed(encoded()));
        ReadRecord other = EventRecords.read(consumed(encoded()));
        for (String name :
                new String[] {"ce_source", "ce_type", "ce_dialect", "ce_region", "ce_edge", "content-type"}) {
            assertThat(other.record().headers().lastHeader(name))
                    .isSameAs(one.record().headers().lastHeader(name));
        }
        assertThat(other.event().acceptance().origin())
                .isSameAs(one.event().acceptance().origin());
        for (String name : new String[] {"ce_id", "ce_seq", "ce_sequence"}) {
            assertThat(other.record().headers().lastHeader(name).key())
                    .isSameAs(one.record().headers().lastHeader(name).key());
        }
    }

    @Test
    void nameTheHeaderThatARecordOfSomebodyElseLacks() {
        for (String name : new String[] {"ce_id", "ce_source", "ce_edge", "ce_seq", "ce_acceptedat"}) {
            ProducerRecord<byte[], byte[]> record = encoded();
            record.headers().remove(name);
            assertThatThrownBy(() -> EventRecords.read(consumed(record)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void nameTheHeaderThatIsWrong() {
        for (String name : new String[] {"ce_source", "ce_edge", "ce_seq", "ce_acceptedat"}) {
            ProducerRecord<byte[], byte[]> record = encoded();
            record.headers().remove(name).add(name, "nonsense".getBytes(UTF_8));
            assertThatThrownBy(() -> EventRecords.read(consumed(record)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nonsense");
        }
    }

    @Test
    void goToThePartitionKafkasOwnClientsWouldChoose() {
        assertThat(Partitions.of("sess".getBytes(UTF_8), 12))
                .isEqualTo(BuiltInPartitioner.partitionForKey("sess".getBytes(UTF_8), 12));
        /* Known from other murmur2 implementations, so that a change of the library would show. */
        assertThat(Partitions.of("21".getBytes(UTF_8), 1_000)).isEqualTo(Math.floorMod(-973932308 & 0x7fffffff, 1_000));
    }

    private static ProducerRecord<byte[], byte[]> encoded() {
        return EventRecords.encode(EVENT, EventRecords.key(EVENT), EventRecords.shared(ACCEPTANCE), LINE, 42);
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                7,
                0,
                TimestampType.LOG_APPEND_TIME,
                record.key().length,
                record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    private static Map<String, String> headers(Headers headers) {
        Map<String, String> map = new HashMap<>();
        for (Header header : headers) {
            assertThat(map.put(header.key(), new String(header.value(), UTF_8))).isNull();
        }
        return map;
    }
}

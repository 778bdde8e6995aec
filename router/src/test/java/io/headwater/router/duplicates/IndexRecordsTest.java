package io.headwater.router.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class IndexRecordsTest {

    @Test
    void holdEventsWithTheirOffsets() {
        IndexRecords.Draft draft = new IndexRecords.Draft(3);
        assertThat(draft.add(new Fingerprint(-1, 7), 5_000_000_000L)).isTrue();
        assertThat(draft.add(new Fingerprint(2, Long.MIN_VALUE), 5_000_000_000L))
                .isTrue();
        assertThat(draft.add(new Fingerprint(3, 9), 5_000_000_007L)).isTrue();
        ProducerRecord<byte[], byte[]> record = draft.record();
        assertThat(record.topic()).isEqualTo("hw.index");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(read(record.value()))
                .containsExactly(
                        "Fingerprint[id=-1, data=7] 5000000000",
                        "Fingerprint[id=2, data=-9223372036854775808] 5000000000",
                        "Fingerprint[id=3, data=9] 5000000007");
    }

    @Test
    void takeWhatStandsBehindAndUntilTheyAreFull() {
        IndexRecords.Draft draft = new IndexRecords.Draft(0);
        for (int i = 0; i < IndexRecords.MOST; i++) {
            assertThat(draft.add(new Fingerprint(i, i), i)).isTrue();
        }
        assertThat(draft.add(new Fingerprint(0, 0), 5_000)).isFalse();
        assertThat(draft.record().value()).hasSizeLessThan(21_000);
        IndexRecords.Draft other = new IndexRecords.Draft(0);
        assertThat(other.add(new Fingerprint(0, 0), 10)).isTrue();
        assertThat(other.add(new Fingerprint(0, 0), 9)).isFalse();
        assertThat(other.add(new Fingerprint(0, 0), 10L + Integer.MAX_VALUE + 1L))
                .isFalse();
    }

    @Test
    void thatAreNoneOfOursOrCutShortGiveWhatIsWhole() {
        IndexRecords.Draft draft = new IndexRecords.Draft(0);
        draft.add(new Fingerprint(1, 1), 1);
        draft.add(new Fingerprint(2, 2), 2);
        byte[] whole = draft.record().value();
        assertThat(read(Arrays.copyOf(whole, whole.length - 1))).hasSize(1);
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 0, 1})).isEmpty();
        assertThat(read("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static List<String> read(byte[] value) {
        List<String> events = new ArrayList<>();
        IndexRecords.read(value, (event, offset) -> events.add(event + " " + offset));
        return events;
    }
}

package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class KeptHeadersTest {
    private final KeptHeaders headers = new KeptHeaders(Set.of("region"));

    @Test
    void aHeaderThatRepeatsIsHeldOnce() {
        Header kept = kept(header("region", "eu-wést"));
        assertThat(kept(header("region", "eu-wést"))).isSameAs(kept);
        assertThat(KeptHeaders.text(kept)).isEqualTo("eu-wést");
    }

    @Test
    void ofOthersOnlyTheNameIs() {
        Header one = kept(header("id", "1"));
        Header other = kept(header("id", "1"));
        assertThat(other).isNotSameAs(one);
        assertThat(other.key()).isSameAs(one.key());
        assertThat(KeptHeaders.text(other)).isEqualTo("1");
    }

    /* Several times as many as there are places, so that many meet in one. */
    @Test
    void eachSaysWhatItSaidWhateverElseIsKept() {
        for (int i = 0; i < 5 * KeptHeaders.PLACES; i++) {
            Header kept = kept(header("region", "r" + i));
            assertThat(kept.key()).isEqualTo("region");
            assertThat(new String(kept.value(), UTF_8)).isEqualTo("r" + i);
            assertThat(KeptHeaders.text(kept)).isEqualTo("r" + i);
        }
    }

    @Test
    void aLongValueIsNotKept() {
        String value = "x".repeat(KeptHeaders.LONGEST + 1);
        Header kept = kept(header("region", value));
        assertThat(kept(header("region", value))).isNotSameAs(kept);
        assertThat(KeptHeaders.text(kept)).isEqualTo(value);
    }

    /* With an order that changes, names missing and one that comes twice: what came before is only a guess. */
    @Test
    void aRecordsHeadersStayInTheirOrder() {
        List<String> names = List.of("id", "region", "time", "region", "", "type");
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            List<Header> record = new ArrayList<>();
            for (int left = random.nextInt(8); left > 0; left--) {
                record.add(header(names.get(random.nextInt(names.size())), "" + random.nextInt(3)));
            }
            assertThat(headers.keep(new RecordHeaders(record)))
                    .extracting(Header::key, each -> new String(each.value(), UTF_8))
                    .isEqualTo(record.stream()
                            .map(each -> tuple(each.key(), new String(each.value(), UTF_8)))
                            .toList());
        }
    }

    @Test
    void valuesThatTakeTurnsAreHeldOnceEach() {
        Header one = kept(header("region", "eu"));
        Header other = kept(header("region", "us"));
        assertThat(kept(header("region", "eu"))).isSameAs(one);
        assertThat(kept(header("region", "us"))).isSameAs(other);
    }

    @Test
    void noValueStaysNone() {
        Header kept = kept(new RecordHeader("region", (byte[]) null));
        assertThat(kept.value()).isNull();
        assertThat(KeptHeaders.text(kept)).isEmpty();
    }

    private Header kept(Header header) {
        Header[] all = headers.keep(new RecordHeaders(List.of(header)));
        assertThat(all).hasSize(1);
        return all[0];
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}

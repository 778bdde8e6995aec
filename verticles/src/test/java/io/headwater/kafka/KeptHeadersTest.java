package io.headwater.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class KeptHeadersTest {
    private final KeptHeaders headers = new KeptHeaders(Set.of("region"));

    @Test
    void aHeaderThatRepeatsIsHeldOnce() {
        Header kept = headers.keep(header("region", "eu-wést"));
        assertThat(headers.keep(header("region", "eu-wést"))).isSameAs(kept);
        assertThat(KeptHeaders.text(kept)).isEqualTo("eu-wést");
    }

    @Test
    void ofOthersOnlyTheNameIs() {
        Header one = headers.keep(header("id", "1"));
        Header other = headers.keep(header("id", "1"));
        assertThat(other).isNotSameAs(one);
        assertThat(other.key()).isSameAs(one.key());
        assertThat(KeptHeaders.text(other)).isEqualTo("1");
    }

    /* Several times as many as there are places, so that many meet in one. */
    @Test
    void eachSaysWhatItSaidWhateverElseIsKept() {
        for (int i = 0; i < 5 * KeptHeaders.PLACES; i++) {
            Header kept = headers.keep(header("region", "r" + i));
            assertThat(kept.key()).isEqualTo("region");
            assertThat(new String(kept.value(), UTF_8)).isEqualTo("r" + i);
            assertThat(KeptHeaders.text(kept)).isEqualTo("r" + i);
        }
    }

    @Test
    void aLongValueIsNotKept() {
        String value = "x".repeat(KeptHeaders.LONGEST + 1);
        Header kept = headers.keep(header("region", value));
        assertThat(headers.keep(header("region", value))).isNotSameAs(kept);
        assertThat(KeptHeaders.text(kept)).isEqualTo(value);
    }

    @Test
    void noValueStaysNone() {
        Header kept = headers.keep(new RecordHeader("region", (byte[]) null));
        assertThat(kept.value()).isNull();
        assertThat(KeptHeaders.text(kept)).isEmpty();
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}

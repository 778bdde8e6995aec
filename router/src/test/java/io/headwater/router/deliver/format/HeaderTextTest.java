package io.headwater.router.deliver.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderTextTest {

    @Test
    void leavesPlainTextAlone() {
        assertThat(HeaderText.percentEncoded("abc-123_~!/:;'")).isEqualTo("abc-123_~!/:;'");
    }

    @Test
    void encodesAsTheCloudEventsBindingSays() {
        /* The binding's own example. */
        assertThat(HeaderText.percentEncoded("Euro € \ud83d\ude00")).isEqualTo("Euro%20%E2%82%AC%20%F0%9F%98%80");
        assertThat(HeaderText.percentEncoded("\"%\u007f\u0000")).isEqualTo("%22%25%7F%00");
    }

    @Test
    void writesIdsAsAnArrayInAscii() {
        assertThat(HeaderText.jsonArray(List.of("a", "q\"\\", "é\ud83d\ude00", "\n")))
                .isEqualTo("[\"a\",\"q\\\"\\\\\",\"\\u00E9\\uD83D\\uDE00\",\"\\n\"]");
    }

    @Test
    void neverReckonsAnIdShorterThanItIs() {
        for (String id : List.of("", "a", "é", "\ud83d\ude00", "\"\\\n\u0000\u007f")) {
            assertThat(HeaderText.jsonLength(id))
                    .isGreaterThanOrEqualTo(HeaderText.jsonArray(List.of(id)).length() - 2);
        }
    }
}

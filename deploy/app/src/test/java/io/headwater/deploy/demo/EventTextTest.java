package io.headwater.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTextTest {
    @Test
    void listsPlainMembersThatStandNowhereElse() {
        EventText text =
                EventText.of("{\"id\":\"1\",\"type\":\"x\",\"from_kbps\":800,\"fatal\":true,\"geo\":{\"a\":1}}");

        assertThat(text.details()).isEqualTo("from_kbps=800 fatal=true");
    }

    @Test
    void showsTheWholeWithNumbersAsTheyWere() {
        assertThat(EventText.of("{\"a\":1.0,\"b\":[1E3],\"c\":12345678901234567890}")
                        .pretty())
                .containsExactly("{", "  \"a\" : 1.0,", "  \"b\" : [ 1E+3 ],", "  \"c\" : 12345678901234567890", "}");
    }

    @Test
    void showsWhatIsNoJsonAsItIs() {
        assertThat(EventText.of("<a>\n</a>").pretty()).containsExactly("<a>", "</a>");
    }

    @Test
    void letsNoTerminalCommandThrough() {
        EventText text = EventText.of("{\"x\":\"\\u0007\\u001b\\r\"}");

        assertThat(text.details()).isEqualTo("x=···");
        assertThat(String.join("", text.pretty())).doesNotContain("\u001b");
        assertThat(EventText.of("\u001b]0;x").pretty()).containsExactly("·]0;x");
    }
}

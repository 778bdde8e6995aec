package io.headwater.router.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageIdTest {

    @Test
    void isTheEventsOwnIdWhereThereIsOne() {
        assertThat(MessageId.of(List.of("event-1"))).isEqualTo("event-1");
        assertThat(MessageId.of(List.of("é 1"))).isEqualTo("%C3%A9%201");
    }

    @Test
    void isTheSameForTheSameEventsInTheSameOrderOnly() {
        String id = MessageId.of(List.of("a", "b"));
        assertThat(id).matches("msg_[A-Za-z0-9_-]{43}");
        assertThat(MessageId.of(List.of("a", "b"))).isEqualTo(id);
        assertThat(MessageId.of(List.of("b", "a"))).isNotEqualTo(id);
        assertThat(MessageId.of(List.of("a", "b", "c"))).isNotEqualTo(id);
        assertThat(MessageId.of(List.of("ab", ""))).isNotEqualTo(id);
    }
}

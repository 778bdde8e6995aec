package io.headwater.router.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** When a router counts as stuck. */
class StallTest {
    private static final TopicPartition ONE = new TopicPartition("hw.events", 1);

    private final Stall stall = new Stall(Duration.ofSeconds(60));

    @Test
    void isStalledWhenThereAreEventsAndNoneIsSettledForTooLong() {
        look(10, 20, 0);
        look(10, 25, 59);
        assertThat(stall.problem()).isEmpty();
        look(10, 30, 60);
        assertThat(stall.problem()).hasValueSatisfying(why -> assertThat(why).contains("[1]", "60 s"));
        look(11, 30, 61);
        assertThat(stall.problem()).as("it goes on").isEmpty();
    }

    @Test
    void isNotStalledWhereThereIsNothingToDo() {
        for (int second = 0; second < 600; second += 10) {
            look(20, 20, second);
        }
        look(20, 21, 600);
        assertThat(stall.problem()).as("an event has just come").isEmpty();
    }

    @Test
    void aPartitionThatCameBackBeginsAnew() {
        look(10, 20, 0);
        stall.look(Map.of(), Map.of(), seconds(30));
        look(10, 20, 70);
        assertThat(stall.problem()).isEmpty();
    }

    @Test
    void whileKafkaDoesNotSayNothingIsHeldAgainstIt() {
        look(10, 20, 0);
        look(10, 20, 100);
        assertThat(stall.problem()).isPresent();
        stall.forget();
        assertThat(stall.problem()).isEmpty();
        look(10, 20, 110);
        assertThat(stall.problem()).isEmpty();
    }

    private void look(long safe, long end, long second) {
        stall.look(Map.of(ONE, safe), Map.of(ONE, end), seconds(second));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}

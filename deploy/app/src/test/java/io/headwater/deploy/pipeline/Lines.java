package io.headwater.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.event.Line;
import java.util.List;
import java.util.stream.LongStream;

/** What must hold of a line: {@code <site>.<incarnation>.<region>.<partition>} and its numbers, as the log has them. */
public final class Lines {
    private Lines() {}

    public static String incarnation(String line) {
        assertThat(line).matches("test\\.[^.]+\\.local\\.\\d+");
        return Line.parse(line).incarnation();
    }

    /** From 0, one after the other, each once. */
    public static void assertGapless(String line, List<Long> numbers) {
        assertThat(numbers)
                .as(line)
                .isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
    }
}

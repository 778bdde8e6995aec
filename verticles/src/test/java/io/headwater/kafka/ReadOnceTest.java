package io.headwater.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.event.Line;
import org.junit.jupiter.api.Test;

class ReadOnceTest {
    private final ReadOnce<String, Line> lines = new ReadOnce<>(Line::parse);

    @Test
    void aLineIsReadOnceAndIsWhatItsTextSays() {
        Line line = lines.of("fra1.k1.eu.3");
        assertThat(line).isEqualTo(new Line("fra1", "k1", "eu", 3));
        assertThat(lines.of(new String("fra1.k1.eu.3".toCharArray()))).isSameAs(line);
    }

    @Test
    void itStaysBoundedWhateverComes() {
        for (int i = 0; i < 3 * ReadOnce.MOST; i++) {
            assertThat(lines.of("site." + i + ".eu.0").incarnation()).isEqualTo(Integer.toString(i));
            assertThat(lines.size()).isLessThanOrEqualTo(ReadOnce.MOST);
        }
    }

    @Test
    void whatIsLongIsNotKept() {
        String site = "x".repeat(ReadOnce.LONGEST);
        assertThat(lines.of(site + ".k1.eu.3").site()).isEqualTo(site);
        assertThat(lines.size()).isZero();
    }

    @Test
    void whatCannotBeReadIsNotKept() {
        assertThatThrownBy(() -> lines.of("no line")).hasMessageContaining("a line is <site>");
        assertThat(lines.size()).isZero();
    }
}

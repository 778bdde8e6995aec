package io.headwater.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.event.Line;
import org.junit.jupiter.api.Test;

class LineCacheTest {
    private final LineCache cache = new LineCache();

    @Test
    void aLineIsReadOnceAndIsWhatItsTextSays() {
        Line line = cache.of("fra1.k1.eu.3");
        assertThat(line).isEqualTo(new Line("fra1", "k1", "eu", 3));
        assertThat(cache.of(new String("fra1.k1.eu.3".toCharArray()))).isSameAs(line);
    }

    @Test
    void itStaysBoundedWhateverComes() {
        for (int i = 0; i < 3 * LineCache.MOST; i++) {
            assertThat(cache.of("site." + i + ".eu.0").incarnation()).isEqualTo(Integer.toString(i));
            assertThat(cache.size()).isLessThanOrEqualTo(LineCache.MOST);
        }
    }

    @Test
    void whatIsNoLineIsNotKept() {
        assertThatThrownBy(() -> cache.of("no line")).hasMessageContaining("a line is <site>");
        assertThat(cache.size()).isZero();
    }
}

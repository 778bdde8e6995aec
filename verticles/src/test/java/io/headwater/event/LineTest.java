package io.headwater.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void isReadBackAsItWasWritten() {
        Line line = new Line("fra-1", "mabc123", "eu", 11);
        assertThat(line).hasToString("fra-1.mabc123.eu.11");
        assertThat(Line.parse(line.toString())).isEqualTo(line);
    }

    @Test
    void refusesTextOfAnotherForm() {
        assertThatThrownBy(() -> Line.parse("fra.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fra.1");
    }

    @Test
    void sourceIdsAreTenantSlashName() {
        assertThat(SourceId.parse("acme/web").uri()).isEqualTo("/acme/web");
        for (String wrong : new String[] {"acme", "/web", "acme/", "a/b/c"}) {
            assertThatThrownBy(() -> SourceId.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void uuidsOfVersionSevenSortByTimeAndDoNotRepeat() {
        UuidV7 ids = new UuidV7(Clock.systemUTC());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(ids.next())).isTrue();
        }
        UuidV7 early = new UuidV7(Clock.fixed(Instant.EPOCH.plusSeconds(1), ZoneOffset.UTC));
        assertThat(early.next()).startsWith("00000000-03e8-7");
    }
}

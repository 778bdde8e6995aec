package io.headwater.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private static final int MOST = 5 << 20;
    private static final int PART = 8 * 1024;

    @ParameterizedTest
    @ValueSource(longs = {-1, MOST})
    void whatHasComeIsCopiedAFewTimesOnlyHoweverSmallItsParts(long declared) {
        long copied = 0;
        int had = 0;
        for (int come = PART; come <= MOST; come += PART) {
            if (come > had) {
                copied += had;
                had = BodyReader.room(declared, had, come, MOST);
                assertThat(had).isBetween(come, Math.min(MOST, Math.max(4 * come, 16 * 1024)));
            }
        }
        assertThat(had).isEqualTo(MOST);
        assertThat(copied).isLessThan(2L * MOST);
    }

    @Test
    void aSmallBodyTakesWhatItHas() {
        assertThat(BodyReader.room(300, 0, 300, MOST)).isEqualTo(300);
        assertThat(BodyReader.room(-1, 0, 300, MOST)).isEqualTo(300);
        assertThat(BodyReader.room(-1, 300, 500, MOST)).isEqualTo(600);
    }

    @Test
    void aGreatDeclarationTakesNoMemoryByItself() {
        assertThat(BodyReader.room(MOST, 0, 100, MOST)).isEqualTo(16 * 1024);
    }
}

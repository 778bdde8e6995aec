package io.headwater.router.deliver.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LineBreaksTest {
    /* Every byte at every place of data of several lengths, among zeros and among ones that are nearly line breaks. */
    @Test
    void theyAreFoundWhereverTheyStandAndNothingElseIs() {
        for (int length = 0; length <= 25; length++) {
            for (byte around : new byte[] {0, 0x09, 0x0b, 0x0c, 0x0e, (byte) 0x8a, (byte) 0x8d, (byte) 0xff}) {
                byte[] data = new byte[length];
                Arrays.fill(data, around);
                assertThat(LineBreaks.standIn(data)).isFalse();
                for (int at = 0; at < length; at++) {
                    for (int value = 0; value < 256; value++) {
                        data[at] = (byte) value;
                        assertThat(LineBreaks.standIn(data))
                                .as("%02x at %d of %d", value, at, length)
                                .isEqualTo(value == '\n' || value == '\r');
                    }
                    data[at] = around;
                }
            }
        }
    }
}

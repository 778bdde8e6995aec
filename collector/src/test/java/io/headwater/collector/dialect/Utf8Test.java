package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    /** Longer than any buffer in between, the letters at every position against its edge. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void takesLettersOfEveryLengthWhereverTheyStand(int shift) {
        byte[] bytes = ("x".repeat(shift) + "aé\u0800\ud83d\ude00".repeat(2_000)).getBytes(UTF_8);
        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isTrue();
        bytes[bytes.length - 1] = 'x';
        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void looksAtItsRangeAlone() {
        byte[] bytes = "éé".getBytes(UTF_8);
        assertThat(Utf8.isValid(bytes, 2, 4)).isTrue();
        assertThat(Utf8.isValid(bytes, 1, 4)).isFalse();
        assertThat(Utf8.isValid(bytes, 0, 3)).isFalse();
        assertThat(Utf8.isValid(bytes, 4, 4)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0 af",
                "c1 bf",
                "c3",
                "e0 80 80",
                "e0 9f bf",
                "ed a0 80",
                "ed bf bf",
                "e2 82",
                "f0 80 80 80",
                "f0 8f bf bf",
                "f4 90 80 80",
                "f5 80 80 80",
                "f8 88 80 80 80",
                "fe",
                "ff"
            })
    void refusesOverlongFormsSurrogatesAndPieces(String hex) {
        byte[] bytes = bytes("61 " + hex + " 62");
        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
        assertThat(Utf8.isValid(bytes, 1, bytes.length - 1)).isFalse();
    }

    private static byte[] bytes(String hex) {
        String[] all = hex.split(" ", -1);
        byte[] bytes = new byte[all.length];
        for (int i = 0; i < all.length; i++) {
            bytes[i] = (byte) Integer.parseInt(all[i], 16);
        }
        return bytes;
    }
}

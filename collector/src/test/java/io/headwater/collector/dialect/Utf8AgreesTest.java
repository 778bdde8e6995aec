package io.headwater.collector.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8AgreesTest {

    @Test
    void agreesWithTheDecoderOfTheJdkOnEverySequenceOfThreeBytesAndOnRandomLongerOnes() {
        byte[] bytes = new byte[3];
        for (int i = 0; i < 1 << 24; i += 61) {
            bytes[0] = (byte) (i >> 16);
            bytes[1] = (byte) (i >> 8);
            bytes[2] = (byte) i;
            assertAgreement(bytes);
        }
        Random random = new Random(42);
        int[] leads = {
            0x20, 0x7f, 0x80, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x9f, 0xa0, 0x90, 0x8f
        };
        for (int i = 0; i < 60_000; i++) {
            byte[] longer = new byte[4 + random.nextInt(16)];
            for (int j = 0; j < longer.length; j++) {
                longer[j] = (byte) leads[random.nextInt(leads.length)];
            }
            assertAgreement(longer);
        }
    }

    private static void assertAgreement(byte[] bytes) {
        if (Utf8.isValid(bytes, 0, bytes.length) != decodes(bytes)) {
            assertThat(Utf8.isValid(bytes, 0, bytes.length))
                    .as("%s", ByteBuffer.wrap(bytes))
                    .isEqualTo(decodes(bytes));
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}

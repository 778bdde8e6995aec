package io.headwater.collector.dialect.posthog;

import io.headwater.collector.dialect.Malformed;
import java.util.Arrays;

/**
 * Decompresses what lz-string's {@code compressToBase64} makes, as PostHog's browser SDK did until 2021
 * ({@code compression=lz64}): LZ78 over UTF-16 code units, codes of a growing number of bits, six bits a character.
 */
final class LzString {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int BITS_A_CHARACTER = 6;
    private static final int SHORT_LITERAL = 0;
    private static final int LONG_LITERAL = 1;
    private static final int END = 2;
    private static final int FIRST_CODE = 3;

    private final String text;
    private final int most;
    private int read;
    private int current;
    private int bitsLeft;

    private char[] output = new char[1_024];
    private int length;
    /* What each code stands for is a stretch of the output. */
    private int[] starts = new int[256];
    private int[] lengths = new int[256];
    private int codes = FIRST_CODE;
    private int width = 2;

    private LzString(String text, int most) {
        this.text = text;
        this.most = most;
    }

    /** The text; fails where it is none, or longer than {@code most} characters, a limit of that name. */
    static String decompress(String base64, int most, String limit) throws Malformed {
        return new LzString(base64, most).decompress(limit);
    }

    private String decompress(String limit) throws Malformed {
        int before = 0;
        for (int code = bits(width); code != END; code = bits(width)) {
            int start = length;
            boolean first = codes == FIRST_CODE;
            if (code == SHORT_LITERAL || code == LONG_LITERAL) {
                write((char) bits(code == SHORT_LITERAL ? Byte.SIZE : Character.SIZE));
                define(start, 1);
            } else if (code < codes) {
                copy(starts[code], lengths[code]);
            } else if (code == codes && !first) {
                copy(before, start - before + 1);
            } else {
                throw new Malformed("the body is not what lz-string makes");
            }
            if (length > most) {
                throw Malformed.tooMuch(
                        "the body is larger than " + limit + " after decompression. Send smaller batches");
            }
            if (!first) {
                define(before, start - before + 1);
            }
            before = start;
        }
        return new String(output, 0, length);
    }

    private void define(int start, int characters) {
        if (codes == starts.length) {
            starts = Arrays.copyOf(starts, codes * 2);
            lengths = Arrays.copyOf(lengths, codes * 2);
        }
        starts[codes] = start;
        lengths[codes] = characters;
        codes++;
        if (codes == 1 << width) {
            width++;
        }
    }

    /* One by one, as a stretch may reach into its own copy; of what is too long only so much that it shows. */
    private void copy(int start, int characters) {
        int end = start + Math.min(characters, most - length + 1);
        for (int i = start; i < end; i++) {
            write(output[i]);
        }
    }

    private void write(char c) {
        if (length == output.length) {
            output = Arrays.copyOf(output, length * 2);
        }
        output[length++] = c;
    }

    /** The next bits, the lowest first, of characters whose highest bit comes first. */
    private int bits(int count) throws Malformed {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (bitsLeft == 0) {
                current = character();
                bitsLeft = BITS_A_CHARACTER;
            }
            bitsLeft--;
            value |= (current >> bitsLeft & 1) << i;
        }
        return value;
    }

    private int character() throws Malformed {
        if (read == text.length()) {
            throw new Malformed("the body ends before what lz-string made does");
        }
        char c = text.charAt(read++);
        int value = c == '=' ? 0 : ALPHABET.indexOf(c == ' ' ? '+' : c);
        if (value < 0) {
            throw new Malformed("the body is not Base64");
        }
        return value;
    }
}

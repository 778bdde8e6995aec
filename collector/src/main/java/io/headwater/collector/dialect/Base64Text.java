package io.headwater.collector.dialect;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 as SDKs write it: either alphabet (RFC 4648 sections 4 and 5), padded or not, lines broken or not, and spaces
 * where a form decoder made them of plus signs.
 */
public final class Base64Text {
    private static final byte NONE_OF_IT = '!';

    private Base64Text() {}

    /** The bytes; fails, naming {@code what} it should have been, where it is no Base64. */
    public static byte[] decode(String text, String what) throws Malformed {
        byte[] plain = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '-', ' ' -> plain[length++] = '+';
                case '_' -> plain[length++] = '/';
                case '\r', '\n', '=' -> {}
                default -> plain[length++] = c < 128 ? (byte) c : NONE_OF_IT;
            }
        }
        try {
            return Base64.getDecoder().decode(length == plain.length ? plain : Arrays.copyOf(plain, length));
        } catch (IllegalArgumentException e) {
            throw new Malformed(what + " is not Base64");
        }
    }
}

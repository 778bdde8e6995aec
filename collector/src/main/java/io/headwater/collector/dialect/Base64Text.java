package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;

/**
 * Base64 as SDKs write it: either alphabet (RFC 4648 sections 4 and 5), padded or not, lines broken or not, and spaces
 * where a form decoder made them of plus signs.
 */
public final class Base64Text {
    private Base64Text() {}

    /** The bytes; fails, naming {@code what} it should have been, where it is no Base64. */
    public static byte[] decode(String text, String what) throws Malformed {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '-', ' ' -> plain.append('+');
                case '_' -> plain.append('/');
                case '\r', '\n', '=' -> {}
                default -> plain.append(c);
            }
        }
        try {
            return Base64.getDecoder().decode(plain.toString().getBytes(ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new Malformed(what + " is not Base64");
        }
    }
}

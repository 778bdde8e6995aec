package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Bodies that are text. */
public final class Text {
    private Text() {}

    /** Fails unless the body is UTF-8 and holds more than white space. */
    public static void check(byte[] bytes) throws Malformed {
        if (Lines.skipWhiteSpace(bytes, 0, bytes.length) == bytes.length) {
            throw new Malformed("the body is empty");
        }
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            throw new Malformed("the body is not UTF-8");
        }
    }

    /** The body as text; fails unless it is UTF-8. */
    public static String of(byte[] bytes) throws Malformed {
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            throw new Malformed("the body is not UTF-8");
        }
        return new String(bytes, UTF_8);
    }

    /** The first byte that is not white space, or 0 where there is none. */
    public static byte first(byte[] bytes) {
        int at = Lines.skipWhiteSpace(bytes, 0, bytes.length);
        return at == bytes.length ? 0 : bytes[at];
    }
}

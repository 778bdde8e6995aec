package io.headwater.collector.dialect.cloudevents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Fields;
import io.headwater.collector.dialect.Utf8;

/** The value of an attribute out of its HTTP header (CloudEvents HTTP binding section 3.1.3.2). */
final class HeaderValue {
    private HeaderValue() {}

    /** Unquoted, then percent-decoded once; bytes beyond ASCII, which clients should have encoded, are UTF-8 or Latin-1. */
    static String decoded(String header) {
        String value = header.strip();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            value = unquoted(value.substring(1, value.length() - 1));
        }
        return Fields.decoded(text(value), false);
    }

    private static String unquoted(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return quoted;
        }
        StringBuilder plain = new StringBuilder(quoted.length());
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length()) {
                i++;
                c = quoted.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static String text(String value) {
        if (value.chars().allMatch(c -> c < 0x80) || !value.chars().allMatch(c -> c < 0x100)) {
            return value;
        }
        byte[] bytes = value.getBytes(ISO_8859_1);
        return Utf8.isValid(bytes, 0, bytes.length) ? new String(bytes, UTF_8) : value;
    }
}

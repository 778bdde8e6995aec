package io.headwater.collector.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Names and values of a query or of a form ({@code application/x-www-form-urlencoded}, WHATWG URL section 5.1), decoded,
 * in their order. What is not percent-encoded as it should be stands for itself, and bytes that are no UTF-8 become
 * U+FFFD, as browsers have it.
 */
public final class Fields {
    private static final int MOST = 1_000;

    private final List<Field> fields;

    private Fields(List<Field> fields) {
        this.fields = fields;
    }

    /** One of them. */
    public record Field(String name, String value) {}

    /** Those of a query or a form, where a plus is a space. */
    public static Fields query(String text) {
        return parse(text, true);
    }

    /** Those of a form whose values are Base64 that was not percent-encoded: a plus is a plus. */
    public static Fields withPlus(String text) {
        return parse(text, false);
    }

    private static Fields parse(String text, boolean plusIsSpace) {
        List<Field> fields = new ArrayList<>();
        int from = 0;
        while (from <= text.length() && fields.size() < MOST) {
            int and = text.indexOf('&', from);
            int end = and < 0 ? text.length() : and;
            if (end > from) {
                int equals = text.indexOf('=', from);
                int split = equals < 0 || equals > end ? end : equals;
                String value = split == end ? "" : text.substring(split + 1, end);
                fields.add(new Field(decoded(text.substring(from, split), plusIsSpace), decoded(value, plusIsSpace)));
            }
            from = end + 1;
        }
        return new Fields(List.copyOf(fields));
    }

    public List<Field> all() {
        return fields;
    }

    /** The value of the first field of that name, or empty. */
    public String first(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return "";
    }

    /** One name, value or path segment, percent-decoded. */
    public static String decoded(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0) {
            return plusIsSpace ? text.replace('+', ' ') : text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && !isHex(text, i + 1)) {
                safe.append("%25");
            } else if (c == '+' && !plusIsSpace) {
                safe.append("%2B");
            } else {
                safe.append(c);
            }
        }
        return URLDecoder.decode(safe.toString(), UTF_8);
    }

    /** Whether every percent sign begins an escape. */
    public static boolean isEncoded(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (!isHex(text, i + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(String text, int at) {
        return at + 2 <= text.length()
                && Character.digit(text.charAt(at), 16) >= 0
                && Character.digit(text.charAt(at + 1), 16) >= 0;
    }
}

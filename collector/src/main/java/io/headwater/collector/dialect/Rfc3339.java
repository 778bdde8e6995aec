package io.headwater.collector.dialect;

/** Tells RFC 3339 timestamps, which CloudEvents asks of {@code time}, from other text. */
final class Rfc3339 {
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";

    private Rfc3339() {}

    static boolean isTimestamp(String text) {
        if (text.length() < FORM.length() + 1 || text.length() > 40 || !matches(FORM, text, 0)) {
            return false;
        }
        boolean inRange = between(text, 5, 1, 12)
                && between(text, 8, 1, 31)
                && between(text, 11, 0, 23)
                && between(text, 14, 0, 59)
                && between(text, 17, 0, 60);
        return inRange && isZone(text, afterFraction(text));
    }

    private static int afterFraction(String text) {
        int i = FORM.length();
        if (text.charAt(i) != '.') {
            return i;
        }
        int digits = i + 1;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        return digits == i + 1 ? text.length() : digits;
    }

    private static boolean isZone(String text, int at) {
        int left = text.length() - at;
        if (left == 1) {
            return text.charAt(at) == 'Z' || text.charAt(at) == 'z';
        }
        return left == 6
                && (text.charAt(at) == '+' || text.charAt(at) == '-')
                && matches("dd:dd", text, at + 1)
                && between(text, at + 1, 0, 23)
                && between(text, at + 4, 0, 59);
    }

    private static boolean matches(String form, String text, int at) {
        for (int i = 0; i < form.length(); i++) {
            char wanted = form.charAt(i);
            char c = text.charAt(at + i);
            boolean ok = wanted == 'd' ? isDigit(c) : wanted == 'T' ? c == 'T' || c == 't' : c == wanted;
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    private static boolean between(String text, int at, int low, int high) {
        int value = (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
        return value >= low && value <= high;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

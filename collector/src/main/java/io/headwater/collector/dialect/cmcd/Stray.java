package io.headwater.collector.dialect.cmcd;

/**
 * What players send that structured fields do not allow, replaced by what they do: numbers of too many digits become
 * strings, characters outside printable ASCII become marks, both told by a letter sequence that is nowhere in the text.
 */
final class Stray {
    private static final int INTEGER_DIGITS = 15;
    private static final int WHOLE_DIGITS = 12;
    private static final int FRACTION_DIGITS = 3;
    private static final int MOST_DIGITS = 400;

    private final String replaced;
    private final String mark;

    private Stray(String replaced, String mark) {
        this.replaced = replaced;
        this.mark = mark;
    }

    static Stray in(String text) {
        if (!mayStandIn(text)) {
            return new Stray(text, "");
        }
        String mark = mark(text);
        StringBuilder replaced = new StringBuilder(text.length() + 32);
        boolean quoted = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (quoted && c == '\\' && i + 1 < text.length()) {
                replaced.append(c).append(text.charAt(i + 1));
                i += 2;
            } else if (c == '"') {
                quoted = !quoted;
                replaced.append(c);
                i++;
            } else if (quoted && (c < ' ' || c > '~')) {
                replaced.append(mark).append((int) c).append('.');
                i++;
            } else if (!quoted && startsNumber(text, i)) {
                int end = numberEnd(text, i);
                String number = text.substring(i, end);
                replaced.append(isTooLong(number) ? '"' + mark + "n" + number + '"' : number);
                i = end;
            } else {
                replaced.append(c);
                i++;
            }
        }
        return new Stray(replaced.toString(), mark);
    }

    private static boolean mayStandIn(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return true;
            }
            digits = isDigit(c) || c == '.' ? digits + 1 : 0;
            if (digits > INTEGER_DIGITS || (c == '.' && longFraction(text, i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean longFraction(String text, int at) {
        int end = at;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end - at > FRACTION_DIGITS;
    }

    private static String mark(String text) {
        for (int i = 0; ; i++) {
            String mark = "~" + i + "~";
            if (!text.contains(mark)) {
                return mark;
            }
        }
    }

    /** Only behind what comes before a value: digits stand in keys and tokens too. */
    private static boolean startsNumber(String text, int at) {
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        if (before != '=' && before != '(' && before != ' ') {
            return false;
        }
        int first = text.charAt(at) == '-' ? at + 1 : at;
        return first < text.length() && isDigit(text.charAt(first));
    }

    private static int numberEnd(String text, int at) {
        int end = at + 1;
        boolean point = false;
        while (end < text.length() && (isDigit(text.charAt(end)) || (!point && text.charAt(end) == '.'))) {
            point |= text.charAt(end) == '.';
            end++;
        }
        return end;
    }

    private static boolean isTooLong(String number) {
        int digits = number.startsWith("-") ? number.length() - 1 : number.length();
        if (number.endsWith(".") || digits > MOST_DIGITS) {
            return false; // no number at all, or none worth keeping: left to be refused
        }
        int point = number.indexOf('.');
        if (point < 0) {
            return digits > INTEGER_DIGITS;
        }
        int fraction = number.length() - point - 1;
        return digits - fraction - 1 > WHOLE_DIGITS || fraction > FRACTION_DIGITS;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    String replaced() {
        return replaced;
    }

    /** Whether a string is a number that was replaced. */
    boolean isNumber(String text) {
        return !mark.isEmpty() && text.startsWith(mark + "n");
    }

    /** The text a string was before. */
    String original(String text) {
        if (mark.isEmpty() || !text.contains(mark)) {
            return text;
        }
        if (isNumber(text)) {
            return withoutZeros(text.substring(mark.length() + 1));
        }
        StringBuilder original = new StringBuilder(text.length());
        int from = 0;
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, from)) {
            int end = text.indexOf('.', at);
            original.append(text, from, at);
            original.append((char) Integer.parseInt(text.substring(at + mark.length(), end)));
            from = end + 1;
        }
        return original.append(text.substring(from)).toString();
    }

    /* JSON has no zeros in front. */
    private static String withoutZeros(String number) {
        boolean negative = number.startsWith("-");
        int first = negative ? 1 : 0;
        while (first + 1 < number.length() && number.charAt(first) == '0' && isDigit(number.charAt(first + 1))) {
            first++;
        }
        return (negative ? "-" : "") + number.substring(first);
    }
}

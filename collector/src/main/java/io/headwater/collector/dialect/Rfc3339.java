package io.headwater.collector.dialect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Timestamps as RFC 3339 has them, which CloudEvents asks of {@code time}. */
public final class Rfc3339 {
    private static final int LONGEST_NUMBER = 40;
    /* The year 9999 ends before this. */
    private static final BigDecimal FARTHEST = BigDecimal.valueOf(300_000_000_000L);
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";

    private Rfc3339() {}

    /** The moment a timestamp names; empty where it is none, or one that no calendar has. */
    public static Optional<Instant> parse(String text) {
        if (!isTimestamp(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** In UTC, with as many digits of fraction as are needed, in threes; empty outside the years 0 to 9999. */
    public static String format(Instant instant) {
        String text = instant.toString();
        return isTimestamp(text) ? text : "";
    }

    /** Of milliseconds of Unix time as digits, a fraction allowed; empty where they are none or out of range. */
    public static String ofMillis(String digits) {
        return ofUnix(digits, 3);
    }

    /**
     * Of Unix time as digits in a unit of a second divided by ten to the {@code scale}.
     *
     * @return empty where they are no number or out of range
     */
    public static String ofUnix(String digits, int scale) {
        if (digits.isEmpty() || digits.length() > LONGEST_NUMBER) {
            return "";
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
                return ""; // 1e-999999999 is short, and yet no computer's to add up
            }
            BigDecimal seconds = number.scaleByPowerOfTen(-scale);
            if (seconds.abs().compareTo(FARTHEST) > 0) {
                return "";
            }
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            long nanos = seconds.subtract(whole).scaleByPowerOfTen(9).longValue();
            return format(Instant.ofEpochSecond(whole.longValueExact(), nanos));
        } catch (NumberFormatException | ArithmeticException e) {
            return "";
        }
    }

    public static boolean isTimestamp(String text) {
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

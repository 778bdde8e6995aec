package io.headwater.router.deliver;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events a second, written {@code 100/s}; or {@code none} for as many as there are. */
public record Rate(double perSecond) {
    public static final Rate NONE = new Rate(Double.POSITIVE_INFINITY);
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*/\\s*s");

    @JsonCreator
    public static Rate parse(String text) {
        if (text.strip().equals("none")) {
            return NONE;
        }
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a rate; write one like 100/s, or none");
        }
        return new Rate(Double.parseDouble(matcher.group(1)));
    }

    /** A bare number, of which YAML makes no text: refused as text without a unit is. */
    @JsonCreator
    static Rate parse(double number) {
        return parse(plain(number));
    }

    public boolean isLimited() {
        return perSecond < Double.POSITIVE_INFINITY;
    }

    @Override
    public String toString() {
        return isLimited() ? plain(perSecond) + "/s" : "none";
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}

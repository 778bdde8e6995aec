package io.headwater.router.deliver;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a whole, written {@code 99.9%}.
 *
 * @param of one: from 0, exclusive, to below 1, since what must never fail has no budget
 */
public record Share(double of) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,6})?)\\s*%");

    @JsonCreator
    public static Share parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || new BigDecimal(matcher.group(1)).signum() == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a share; write one like 99.9%, above 0% and below 100%");
        }
        return new Share(new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue());
    }

    /** A bare number, of which YAML makes no text: refused as text without a percent sign is. */
    @JsonCreator
    static Share parse(double number) {
        return parse(BigDecimal.valueOf(number).toPlainString());
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(of).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }
}

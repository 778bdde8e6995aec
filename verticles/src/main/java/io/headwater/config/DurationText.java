package io.headwater.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a duration written with a unit: {@code 20ms}, {@code 1.5s}, {@code 10m}, {@code 96h}, {@code 14d}. */
final class DurationText extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ms|s|m|h|d)");
    private static final Map<String, Long> NANOS = Map.of(
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    DurationText() {
        super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = parser.getValueAsString("");
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw context.weirdStringException(
                    text, Duration.class, "'" + text + "' is not a duration; write one like 20ms, 1.5s, 10m or 96h");
        }
        try {
            return Duration.ofNanos(nanos(matcher.group(1), NANOS.getOrDefault(matcher.group(2), 1L)));
        } catch (ArithmeticException overflow) {
            throw context.weirdStringException(text, Duration.class, "'" + text + "' is longer than 292 years");
        }
    }

    /* Digit by digit: a million of them is in every unit. */
    private static long nanos(String number, long unit) {
        int point = number.indexOf('.');
        String whole = point < 0 ? number : number.substring(0, point);
        long nanos = Math.multiplyExact(Long.parseLong(whole), unit);
        long part = unit;
        for (int i = whole.length() + 1; i < number.length(); i++) {
            part /= 10;
            nanos = Math.addExact(nanos, part * Character.digit(number.charAt(i), 10));
        }
        return nanos;
    }
}

package io.headwater.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a duration written with a unit: {@code 20ms}, {@code 1.5s}, {@code 10m}, {@code 96h}, {@code 14d}. */
final class DurationText extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ms|s|m|h|d)");
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ms", BigDecimal.valueOf(1_000_000L),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L),
            "d", BigDecimal.valueOf(86_400_000_000_000L));

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
        BigDecimal unit = NANOS.getOrDefault(matcher.group(2), BigDecimal.ONE);
        try {
            return Duration.ofNanos(
                    new BigDecimal(matcher.group(1)).multiply(unit).longValueExact());
        } catch (ArithmeticException overflow) {
            throw context.weirdStringException(text, Duration.class, "'" + text + "' is longer than 292 years");
        }
    }
}

package io.headwater.router.operate;

import io.headwater.ops.OpsRefusal;
import io.headwater.ops.OpsRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as operators write them: RFC 3339, {@code now}, or how long ago: {@code 90s}, {@code 30m}, {@code 2h}, {@code 3d}. */
final class Times {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Times() {}

    /** An argument's moment; empty where the argument is missing. */
    static Optional<Instant> of(OpsRequest request, String name, Instant now) {
        return request.text(name).map(text -> parse(name, text, now));
    }

    static Instant parse(String name, String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (text.equals("now")) {
            return now;
        }
        if (ago.matches()) {
            return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
            throw OpsRefusal.wrong(
                    name + " must be a time such as 2026-01-31T08:00:00Z, or how long ago such as 30m, 2h"
                            + " or 3d, was '" + shown + "'");
        }
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(Math.min(number, 36_500));
        };
    }
}

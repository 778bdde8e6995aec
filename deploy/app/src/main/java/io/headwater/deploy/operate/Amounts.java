package io.headwater.deploy.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers, sizes and times as people read them. */
final class Amounts {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Amounts() {}

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String count(long number, String what) {
        return number(number) + " " + what + (number == 1 ? "" : "s");
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Roughly: {@code 45s}, {@code 12m}, {@code 3h 20m}, {@code 5d 4h}. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 2 * 3_600) {
            return seconds / 60 + "m";
        }
        if (seconds < 48 * 3_600) {
            return seconds / 3_600 + "h " + seconds % 3_600 / 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds % 86_400 / 3_600 + "h";
    }

    /** How long before {@code now} this moment was. */
    static String ago(String moment, Instant now) {
        return duration(Duration.between(Instant.parse(moment), now));
    }

    /** To the second. */
    static String time(String moment) {
        return Instant.ofEpochSecond(Instant.parse(moment).getEpochSecond()).toString();
    }
}

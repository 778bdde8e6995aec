package io.headwater.deploy.demo;

import io.headwater.deploy.process.Screen;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is shown of the events that arrive: the first in full, then a line for each, and where they come too fast to be
 * read, a line for each second. An event that somebody sent by hand always has a line of its own.
 */
final class ArrivalLines {
    /** Lines a second that a person can still follow. */
    private static final int READABLE = 10;

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Screen screen;
    private final ZoneId zone;
    private final String samples;
    private final int columns;

    private boolean first = true;
    private long total;
    /* Of the second under way. */
    private int shown;
    private int shownOwn;
    private boolean inFull = true;
    private final List<Long> lags = new ArrayList<>();

    /** @param samples the CloudEvents source of the sample sessions; every other event is somebody's own */
    ArrivalLines(Screen screen, ZoneId zone, String samples) {
        this.screen = screen;
        this.zone = zone;
        this.samples = samples;
        this.columns = screen.columns();
    }

    /** What to print now that this event has arrived. */
    List<String> arrived(Arrival arrival) {
        total++;
        lags.add(arrival.lag().toMillis());
        if (first) {
            first = false;
            return new ArrivalInFull(screen).lines(arrival);
        }
        boolean own = !arrival.source().equals(samples);
        if (own ? shownOwn >= READABLE : !inFull || shown >= READABLE) {
            return List.of();
        }
        if (own) {
            shownOwn++;
        } else {
            shown++;
        }
        return List.of(line(arrival, own));
    }

    /** What to print as a second ends. */
    List<String> secondOver(Instant now) {
        List<String> lines = lags.size() > shown + shownOwn + 1 ? List.of(summary(now)) : List.of();
        inFull = lags.size() <= READABLE;
        lags.clear();
        shown = 0;
        shownOwn = 0;
        return lines;
    }

    private String line(Arrival arrival, boolean own) {
        EventText event = EventText.of(arrival.data());
        String head = "  %s  %-16s  %-8s  %7s  "
                .formatted(
                        MILLIS.format(arrival.at().atZone(zone)),
                        cut(arrival.type(), 16),
                        cut(arrival.session(), 8),
                        millis(arrival.lag().toMillis()));
        String line = head + cut(event.details(), Math.max(20, columns - head.length()));
        return own ? screen.green(line.stripTrailing()) : line.stripTrailing();
    }

    private String summary(Instant now) {
        lags.sort(null);
        return "  %-12s  %,d events/s   lag p50 %s   p95 %s   %,d so far"
                .formatted(
                        SECONDS.format(now.atZone(zone)),
                        lags.size(),
                        millis(percentile(50)),
                        millis(percentile(95)),
                        total);
    }

    private long percentile(int percent) {
        return lags.get((lags.size() - 1) * percent / 100);
    }

    static String millis(long millis) {
        return millis < 10_000
                ? "%,d ms".formatted(millis)
                : Duration.ofMillis(millis).toSeconds() + " s";
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}

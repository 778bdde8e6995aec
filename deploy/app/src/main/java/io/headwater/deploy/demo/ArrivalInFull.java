package io.headwater.deploy.demo;

import io.headwater.deploy.process.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One event exactly as a webhook receives it: the request line, the headers, the data indented for reading. */
final class ArrivalInFull {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "content-length", "user-agent", "accept-encoding");

    private final Screen screen;

    ArrivalInFull(Screen screen) {
        this.screen = screen;
    }

    List<String> lines(Arrival arrival) {
        List<String> lines = new ArrayList<>();
        lines.add(screen.bold("The first event, as the webhook receives it"));
        lines.add("");
        lines.add("  POST " + arrival.path());
        for (Map.Entry<String, String> header : arrival.headers()) {
            if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                lines.add(header(header.getKey(), EventText.printable(header.getValue())));
            }
        }
        lines.add("");
        EventText.of(arrival.data()).pretty().forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add(screen.bold("From here on a line for each event; Ctrl-C drains and stops"));
        lines.add("");
        lines.add(screen.dim("  %-12s  %-16s  %-8s  %7s  %s".formatted("arrived", "type", "session", "lag", "data")));
        return lines;
    }

    private String header(String name, String value) {
        String checked = name.equalsIgnoreCase("webhook-signature") ? screen.green("  ✓ checked") : "";
        return "  " + screen.cyan("%-19s".formatted(name)) + " " + value + checked;
    }
}

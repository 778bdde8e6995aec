package io.headwater.ledger;

import io.headwater.event.Line;
import java.util.List;

/**
 * What one reporter did with numbers of one line since its report before.
 *
 * @param reporter the router, {@code group/life}; empty where the line's own forwarder reports
 * @param names what the values of the sections refer to: sources, reasons
 */
public record LineReport(Line line, String reporter, List<String> names, List<Section> sections) implements Report {
    public LineReport {
        names = List.copyOf(names);
        sections = List.copyOf(sections);
    }

    @Override
    public String key() {
        return line.toString();
    }

    /** The name at this place; empty where there is none. */
    public String name(int place) {
        return place < names.size() ? names.get(place) : "";
    }
}

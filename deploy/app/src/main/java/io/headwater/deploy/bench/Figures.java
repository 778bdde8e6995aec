package io.headwater.deploy.bench;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the bench measured, as a table for people and as JSON for machines. */
final class Figures {
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** One figure over all rounds. */
    private record Row(Figure first, Series series) {}

    /** Adds one round's value; a figure stands where its first value came. */
    void add(Figure figure) {
        rows.computeIfAbsent(figure.group() + " " + figure.name(), key -> new Row(figure, new Series()))
                .series()
                .add(figure.value());
    }

    /** Group by group, each where its first figure came. */
    void print(PrintWriter out) {
        Map<String, List<Row>> groups = rows.values().stream()
                .collect(Collectors.groupingBy(row -> row.first().group(), LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, figures) -> {
            out.printf("%n%s%n", group);
            out.printf("  %-34s %12s %12s %12s   %s%n", "", "median", "min", "max", "");
            figures.forEach(row -> print(out, row));
        });
        out.flush();
    }

    private void print(PrintWriter out, Row row) {
        Series series = row.series();
        out.printf(
                "  %-34s %12s %12s %12s   %-9s %s%n",
                row.first().name(),
                number(series.median()),
                number(series.least()),
                number(series.most()),
                row.first().unit(),
                share(row));
    }

    private String share(Row row) {
        Figure figure = row.first();
        Row limit = rows.get(figure.group() + " " + figure.limit());
        if (limit == null) {
            return "";
        }
        Series ratio = row.series().over(limit.series());
        return String.format(
                Locale.ROOT,
                "%.0f %% of %s (%.0f – %.0f)",
                ratio.median() * 100,
                figure.limit(),
                ratio.least() * 100,
                ratio.most() * 100);
    }

    private static String number(double value) {
        return value >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        for (Row row : rows.values()) {
            Figure figure = row.first();
            JsonObject entry = row.series().json().put("unit", figure.unit());
            Row limit = rows.get(figure.group() + " " + figure.limit());
            if (limit != null) {
                entry.put("limit", figure.limit())
                        .put("ofLimit", row.series().over(limit.series()).json());
            }
            JsonObject group = json.getJsonObject(figure.group(), new JsonObject());
            json.put(figure.group(), group.put(figure.name(), entry));
        }
        return json;
    }
}

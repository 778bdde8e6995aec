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

    /** The median over all rounds so far; NaN where there is no such figure. */
    double median(String group, String name) {
        Row row = rows.get(group + " " + name);
        return row == null ? Double.NaN : row.series().median();
    }

    /** Group by group, each where its first figure came. */
    void print(PrintWriter out) {
        groups().forEach((group, figures) -> {
            out.printf("%n%s%n", group);
            out.printf("  %-46s %12s %12s %12s   %s%n", "", "median", "min", "max", "");
            figures.forEach(row -> print(out, row));
        });
        out.flush();
    }

    /** The same as tables of Markdown. */
    void markdown(PrintWriter out) {
        groups().forEach((group, figures) -> {
            out.printf("%n## %s%n%n", capital(group));
            out.printf("| | median | least | most | | |%n|---|---:|---:|---:|---|---|%n");
            figures.forEach(row -> out.printf(
                    "| %s | %s | %s | %s | %s | %s |%n",
                    row.first().name(),
                    number(row.series().median()),
                    number(row.series().least()),
                    number(row.series().most()),
                    row.first().unit(),
                    share(row)));
        });
        out.flush();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** The figures that were taken at several rates. */
    Plot latencyAgainstLoad() {
        Plot plot = new Plot();
        rows.values().stream()
                .filter(row -> row.first().atRate() > 0 && row.first().unit().equals("ms"))
                .forEach(row -> plot.add(
                        row.first().name().split(" ", 2)[0],
                        row.first().atRate(),
                        row.series().median()));
        return plot;
    }

    private Map<String, List<Row>> groups() {
        return rows.values().stream()
                .collect(Collectors.groupingBy(row -> row.first().group(), LinkedHashMap::new, Collectors.toList()));
    }

    private void print(PrintWriter out, Row row) {
        Series series = row.series();
        out.printf(
                "  %-46s %12s %12s %12s   %-9s %s%n",
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

package io.headwater.deploy.testkit.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Everything that ran and everything that could not, a line each, in the matrix's order. */
public final class RowTable {
    private static final List<String> HEAD = List.of(
            "row",
            "name",
            "seed",
            "accepted",
            "delivered",
            "dead",
            "duplicate",
            "indeterminate",
            "LOST",
            "CORRUPT",
            "PHANTOM",
            "recovered",
            "took",
            "outcome");
    private static final int NAME = 1;
    private static final int OUTCOME = HEAD.size() - 1;
    private static final String NONE = "–";

    private final List<Line> lines = new ArrayList<>();

    private record Line(Row row, List<String> cells) {}

    /** Adds a run that held. */
    public void passed(RowRun run, Duration took) {
        add(run, took, run.isRed() ? "red, as planted" : "held");
    }

    /** Adds a run that did not hold. */
    public void failed(RowRun run, Duration took) {
        add(run, took, "FAILED");
    }

    /** Adds a row that could not run, and why. */
    public synchronized void skipped(Row row, String reason) {
        List<String> cells = new ArrayList<>(List.of(String.valueOf(row.number()), row.name()));
        IntStream.range(cells.size(), OUTCOME).forEach(i -> cells.add(NONE));
        cells.add("skipped: " + reason);
        lines.add(new Line(row, cells));
    }

    /** Whether there is nothing to show. */
    public synchronized boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Prints it, and writes it to a file. */
    public void publish(Path file) {
        String text = toString();
        System.out.println(text);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized String toString() {
        List<List<String>> all = new ArrayList<>(List.of(HEAD));
        lines.stream()
                .sorted(Comparator.comparingInt(line -> line.row().number()))
                .forEach(line -> all.add(line.cells()));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> all.stream()
                        .mapToInt(cells -> cells.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        all.forEach(cells -> text.append(line(cells, widths)).append(System.lineSeparator()));
        return text.toString();
    }

    private synchronized void add(RowRun run, Duration took, String outcome) {
        Tally tally = run.tally();
        List<String> cells = new ArrayList<>(
                List.of(String.valueOf(run.row().number()), run.row().name(), String.valueOf(run.seed())));
        IntStream.of(
                        tally.accepted(),
                        tally.delivered(),
                        tally.dead(),
                        tally.duplicates(),
                        tally.indeterminate(),
                        tally.lost(),
                        tally.corrupt(),
                        tally.phantom())
                .forEach(count -> cells.add(String.valueOf(count)));
        cells.add(run.recovery().map(RowTable::seconds).orElse(NONE));
        cells.add(seconds(took));
        cells.add(outcome
                + String.join("", run.notes().stream().map(note -> "; " + note).toList()));
        lines.add(new Line(run.row(), cells));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** Words to the left, figures to the right. */
    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String format = i == NAME || i == OUTCOME ? "%-" + widths[i] + "s" : "%" + widths[i] + "s";
            line.append(i == 0 ? "" : "  ").append(String.format(Locale.ROOT, format, cells.get(i)));
        }
        return line.toString().stripTrailing();
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Table;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater slo}: are the objectives met? */
@Command(
        name = "slo",
        description = {
            "Shows how each destination's objective is met: the share of events delivered within it, p95 from acceptance,"
                    + " minutes in objective, and how much of the error budget is left.",
            ""
        },
        customSynopsis = {"Usage: headwater slo [OPTIONS]", ""},
        footer = {
            "",
            "Each event counts once: on time when it is delivered within the objective, late when",
            "that has passed. Late (ours) passed before the destination was tried, late (theirs) while",
            "it did not take it; open is late by now and not delivered yet. By us alone is the share",
            "that would be on time if destinations took everything at once. The last minute or two",
            "are not judged yet. The budget is of the time asked for.",
            "",
            "Exit code 1 where an objective is not met.",
            "",
            "Examples:",
            "  headwater slo",
            "  headwater slo --from 24h --tenant acme --json",
        })
public final class SloCommand implements Callable<Integer> {
    private static final double FAST_BURN = 14.4;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PeriodOptions period = new PeriodOptions();

    @Mixin
    private OperateOption options = new OperateOption();

    public SloCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> {
            JsonObject answer = session.client().get("/api/slo", period.arguments());
            session.show(answer, () -> print(session, answer));
            return rows(answer).stream().allMatch(SloCommand::isMet) ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    private static List<JsonObject> rows(JsonObject answer) {
        return answer.getJsonArray("destinations").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static boolean isMet(JsonObject row) {
        return row.getDouble("onTimeShare") >= row.getDouble("objective");
    }

    private static void print(Session session, JsonObject answer) {
        List<JsonObject> rows = rows(answer);
        if (rows.isEmpty()) {
            session.screen().line("There is no destination that is asked for");
            return;
        }
        session.table(table(rows));
        session.screen().line();
        sentences(answer, rows).forEach(session.screen()::line);
    }

    static Table table(List<JsonObject> rows) {
        Table table = new Table(
                "region",
                "destination",
                "objective",
                "p50",
                "p95",
                "p99",
                "on time",
                "by us alone",
                "late (ours)",
                "late (theirs)",
                "open",
                "minutes in objective",
                "budget left");
        for (JsonObject row : rows) {
            table.row(
                    row.getString("region"),
                    row.getString("destination"),
                    percent(row.getDouble("objective")) + " in " + millis(row.getLong("withinMillis")),
                    lag(row, "p50Micros"),
                    lag(row, "p95Micros"),
                    lag(row, "p99Micros"),
                    row.getLong("counted") == 0 ? "-" : percent(row.getDouble("onTimeShare")),
                    row.getLong("counted") == 0 ? "-" : percent(row.getDouble("oursShare")),
                    Amounts.number(row.getLong("lateOurs")),
                    Amounts.number(row.getLong("lateTheirs")),
                    Amounts.number(row.getLong("open")),
                    row.getLong("minutesIn") + " of " + row.getLong("minutes"),
                    row.getLong("counted") == 0 ? "-" : percent(Math.max(-9.99, row.getDouble("budgetLeft"))));
        }
        return table;
    }

    /* Rounded down: what is not quite met does not look as if it were. */
    private static String percent(double share) {
        double floored = Math.floor(share * 100_000 + 1e-6) / 1_000;
        String text = String.format(Locale.ROOT, "%.3f", floored);
        return text.replaceFirst("\\.?0+$", "") + "%";
    }

    private static String millis(long millis) {
        return millis % 1_000 == 0 ? Amounts.duration(Duration.ofMillis(millis)) : millis + "ms";
    }

    private static String lag(JsonObject row, String percentile) {
        JsonObject total = row.getJsonObject("lags").getJsonObject("total");
        if (total == null || total.getLong("count") == 0) {
            return "-";
        }
        double millis = total.getLong(percentile) / 1_000.0;
        return millis < 10
                ? String.format(Locale.ROOT, "%.1f ms", millis)
                : millis < 10_000
                        ? Math.round(millis) + " ms"
                        : Amounts.duration(Duration.ofMillis(Math.round(millis)));
    }

    private static List<String> sentences(JsonObject answer, List<JsonObject> rows) {
        List<String> sentences = new ArrayList<>();
        if (!answer.getBoolean("caughtUp")) {
            sentences.add("The ledger is still being read from Kafka: what is shown is not all. Ask again in a while");
        }
        for (JsonObject row : rows) {
            if (isMet(row)) {
                continue;
            }
            String name = row.getString("destination");
            boolean ours = row.getLong("lateOurs") > row.getLong("lateTheirs") + row.getLong("open");
            sentences.add(name + " is not in objective: " + percent(row.getDouble("onTimeShare")) + " of "
                    + percent(row.getDouble("objective")) + ", burning its budget "
                    + String.format(Locale.ROOT, "%.1f", row.getDouble("burnRate")) + " times as fast as it lasts"
                    + (row.getDouble("burnRate") >= FAST_BURN ? " (page)" : "") + ", most of it "
                    + (ours ? "ours" : "the destination's") + ". What to do: "
                    + (ours
                            ? "look at the lag of each hop (--json) and at headwater ledger"
                            : "headwater destinations list"));
        }
        if (rows.stream().allMatch(row -> row.getLong("counted") == 0)) {
            sentences.add("Nothing is judged yet: a minute and the objective after it must be over");
        } else if (sentences.isEmpty()) {
            sentences.add("Every objective is met");
        }
        return sentences;
    }
}

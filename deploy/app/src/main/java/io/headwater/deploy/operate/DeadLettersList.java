package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Table;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater deadletters list}. */
@Command(
        name = "list",
        description = {"Lists dead letters, the newest first; without those that were redriven unless asked.", ""},
        customSynopsis = {"Usage: headwater deadletters list [FILTERS] [OPTIONS]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater deadletters list",
            "  headwater deadletters list --destination acme/crm --since 2h --limit 200",
            "  headwater deadletters list --reason skipped --redriven --json",
        })
final class DeadLettersList implements Callable<Integer> {
    private static final int ID = 36;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(names = "--redriven", description = "Those that were redriven, too.")
    private boolean redriven;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, up to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Mixin
    private OperateOption options = new OperateOption();

    DeadLettersList(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> {
            Map<String, String> query = new LinkedHashMap<>(letters.arguments());
            query.put("limit", Integer.toString(limit));
            if (redriven) {
                query.put("redriven", "true");
            }
            JsonObject answer = session.client().get("/api/deadletters", query);
            return session.show(answer, () -> print(session, answer));
        });
    }

    private static void print(Session session, JsonObject answer) {
        List<JsonObject> listed = answer.getJsonArray("letters").stream()
                .map(JsonObject.class::cast)
                .toList();
        boolean more = answer.getBoolean("more", false);
        if (listed.isEmpty()) {
            session.screen()
                    .line(
                            more
                                    ? "None among the latest " + Amounts.number(answer.getLong("looked"))
                                            + "; older ones were not looked at. Narrow it with --since"
                                    : "There are no such dead letters.");
            return;
        }
        session.table(table(listed));
        session.screen().line();
        if (more) {
            session.screen()
                    .line("There are more: raise --limit, or narrow it with --since, --until and the other filters.");
        }
        session.screen()
                .line("To see why: headwater deadletters show " + listed.get(0).getString("position")
                        + ". To send again: headwater deadletters redrive");
    }

    static Table table(List<JsonObject> listed) {
        Table table = new Table("letter", "at", "destination", "reason", "source", "type", "attempts", "id");
        for (JsonObject each : listed) {
            table.row(
                    each.getString("position"),
                    Amounts.time(each.getString("at")),
                    orDash(each.getString("destination")),
                    each.getString("reason") + (each.getBoolean("redriven", false) ? " (redriven)" : ""),
                    orDash(each.getString("source")),
                    orDash(each.getString("type")),
                    orDash(each.getString("attempts")),
                    orDash(each.getString("id")));
        }
        return table;
    }

    /* What comes from events is cut, and freed of what a terminal would obey. */
    private static String orDash(String text) {
        String plain = Session.plain(text);
        String cut = plain.length() <= ID ? plain : plain.substring(0, ID - 1) + "…";
        return cut.isEmpty() ? "-" : cut;
    }
}

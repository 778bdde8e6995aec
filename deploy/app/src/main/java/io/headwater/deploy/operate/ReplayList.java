package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Table;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater replay list}. */
@Command(
        name = "list",
        description = {"Lists replays, those that are over too, and how far each is.", ""},
        customSynopsis = {"Usage: headwater replay list [OPTIONS]", ""},
        footer = {
            "",
            "Looked through is how much of the time range was read; copied, how many events",
            "are in the destination's backlog, from where they go behind what comes.",
            "",
            "Example:",
            "  headwater replay list"
        })
final class ReplayList implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OperateOption options = new OperateOption();

    ReplayList(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> {
            JsonObject answer = session.client().get("/api/replays", Map.of());
            return session.show(answer, () -> print(session, answer));
        });
    }

    private static void print(Session session, JsonObject answer) {
        List<JsonObject> replays = answer.getJsonArray("replays").stream()
                .map(JsonObject.class::cast)
                .toList();
        if (replays.isEmpty()) {
            session.screen().line("There is no replay. To start one: headwater replay start --help");
        } else {
            session.table(table(replays));
        }
    }

    static Table table(List<JsonObject> replays) {
        Table table = new Table("replay", "destination", "from", "to", "state", "looked through", "copied", "rate");
        for (JsonObject each : replays) {
            long range = each.getLong("range");
            long percent = range == 0 ? 100 : 100 * each.getLong("read") / range;
            table.row(
                    each.getString("id"),
                    each.getString("destination"),
                    Amounts.time(each.getString("from")),
                    Amounts.time(each.getString("to")),
                    each.getString("state"),
                    percent + " % of " + Amounts.number(range),
                    Amounts.number(each.getLong("copied")),
                    Amounts.number(each.getLong("rate")) + "/s");
        }
        return table;
    }
}

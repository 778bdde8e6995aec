package io.headwater.deploy.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater deadletters show}. */
@Command(
        name = "show",
        description = {
            "Shows one dead letter: its event's attributes, why it is one, and what the destination said.",
            ""
        },
        customSynopsis = {"Usage: headwater deadletters show LETTER [--data] [OPTIONS]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater deadletters show 3:117",
            "  headwater deadletters show 3:117 --data",
        })
final class DeadLettersShow implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "LETTER", description = "Where it stands, as the list shows it: PARTITION:OFFSET.")
    private String letter = "";

    @Option(names = "--data", description = "The event's data too, which may be personal.")
    private boolean data;

    @Mixin
    private OperateOption options = new OperateOption();

    DeadLettersShow(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> {
            if (!letter.matches("\\d{1,9}:\\d{1,18}")) {
                throw new WrongCall("a dead letter is named PARTITION:OFFSET such as 3:117, was '" + letter
                        + "'. To find" + " one by its event's id: headwater deadletters list --id");
            }
            Map<String, String> query = data ? Map.of("data", "true") : Map.of();
            JsonObject answer = session.client().get("/api/deadletters/" + letter, query);
            return session.show(answer, () -> print(session, answer));
        });
    }

    private void print(Session session, JsonObject shown) {
        entry(session, "letter", letter + (shown.getBoolean("redriven", false) ? " (redriven)" : ""));
        entry(session, "at", shown.getString("at"));
        entry(session, "destination", shown.getString("destination"));
        entry(session, "reason", shown.getString("sentence"));
        entry(session, "status", shown.getString("status"));
        entry(session, "attempts", shown.getString("attempts"));
        entry(
                session,
                "event",
                shown.getString("topic") + " partition " + shown.getValue("partition") + " offset "
                        + shown.getValue("offset"));
        shown.getJsonObject("attributes")
                .forEach(each -> entry(session, "  " + each.getKey(), String.valueOf(each.getValue())));
        block(session, "response", shown.getString("response", ""));
        if (data) {
            byte[] bytes = Base64.getDecoder().decode(shown.getString("dataBase64"));
            block(session, "data, " + Amounts.bytes(bytes.length), new String(bytes, UTF_8));
        } else {
            entry(session, "data", Amounts.bytes(shown.getLong("dataBytes")) + "; shown with --data");
        }
    }

    private static void entry(Session session, String name, String value) {
        if (!value.isEmpty()) {
            session.screen().line("%-18s %s".formatted(name, Session.plain(value)));
        }
    }

    private static void block(Session session, String name, String text) {
        if (!text.isEmpty()) {
            session.screen().line(session.screen().bold(name));
            text.lines().forEach(line -> session.screen().line("  " + Session.plain(line)));
        }
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Table;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater destinations list}. */
@Command(
        name = "list",
        description = {
            "Lists every destination: its state, what is held in memory and waits in Kafka, and what to do where"
                    + " something is wrong.",
            ""
        },
        customSynopsis = {"Usage: headwater destinations list [OPTIONS]", ""},
        footer = {
            "",
            "State, held, in flight, next probe, delivered and dead are those of the router",
            "asked, since its start; the backlog is that of all routers together.",
            "",
            "Examples:",
            "  headwater destinations list",
            "  headwater destinations list --url http://router-1:8091 --json",
        })
final class DestinationsList implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Clock clock = Clock.systemUTC();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OperateOption options = new OperateOption();

    DestinationsList(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> {
            JsonObject answer = session.client().get("/api/destinations", Map.of());
            return session.show(answer, () -> print(session, answer));
        });
    }

    private void print(Session session, JsonObject answer) {
        List<JsonObject> destinations = answer.getJsonArray("destinations").stream()
                .map(JsonObject.class::cast)
                .toList();
        if (destinations.isEmpty()) {
            session.screen().line("There is no destination. Add one to destinations.yaml");
            return;
        }
        Instant now = clock.instant();
        session.table(table(destinations, now));
        List<String> sentences = new ArrayList<>();
        destinations.forEach(each -> sentences.addAll(sentences(each, now)));
        if (!sentences.isEmpty()) {
            session.screen().line();
            sentences.forEach(session.screen()::line);
        }
    }

    static Table table(List<JsonObject> destinations, Instant now) {
        Table table = new Table(
                "destination",
                "state",
                "reason",
                "held",
                "in flight",
                "backlog",
                "oldest",
                "next probe",
                "delivered",
                "dead");
        for (JsonObject each : destinations) {
            table.row(
                    each.getString("destination"),
                    each.getString("state"),
                    orDash(each.getString("reason", "")),
                    Amounts.number(each.getLong("held")),
                    each.getLong("inFlight") + "/" + each.getLong("limit"),
                    each.containsKey("backlog") ? Amounts.number(each.getLong("backlog")) : "?",
                    each.containsKey("oldest") ? Amounts.ago(each.getString("oldest"), now) : "-",
                    each.containsKey("nextProbe")
                            ? "in " + Amounts.ago(now.toString(), Instant.parse(each.getString("nextProbe")))
                            : "-",
                    Amounts.number(each.getLong("delivered")),
                    Amounts.number(each.getLong("dead")));
        }
        return table;
    }

    /** What to do where something is wrong. */
    static List<String> sentences(JsonObject destination, Instant now) {
        String name = destination.getString("destination");
        List<String> sentences = new ArrayList<>();
        if (destination.containsKey("paused")) {
            JsonObject paused = destination.getJsonObject("paused");
            String note = paused.getString("note", "");
            sentences.add(name + " was paused " + Amounts.ago(paused.getString("at"), now) + " ago by "
                    + paused.getString("by") + (note.isEmpty() ? "" : " (" + note + ")")
                    + "; its events wait. To go on: headwater destinations resume " + name);
        } else if (destination.getString("state").equals("setup")) {
            String mend = destination.getString("mend", "");
            sentences.add(
                    name + " takes nothing until something is mended (" + destination.getString("reason") + "); its"
                            + " events wait. " + (mend.isEmpty() ? "" : mend + ". ")
                            + "To try at once then: headwater destinations resume " + name);
        } else if (destination.getString("state").equals("down")) {
            sentences.add(
                    name + " is down (" + destination.getString("reason") + "); its events wait, and it is tried by"
                            + " itself. To try at once: headwater destinations resume " + name);
        }
        if (!destination.containsKey("backlog")) {
            sentences.add("What waits for " + name + " is not known: Kafka does not answer that router"
                    + " (kafka.bootstrapServers in router.yaml)");
        }
        if (destination.getLong("dead") > 0) {
            sentences.add(name + " has dead letters. To see them: headwater deadletters list --destination " + name);
        }
        return sentences;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}

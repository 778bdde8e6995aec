package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater explain}: the story of one event. */
@Command(
        name = "explain",
        description = {
            "Tells what became of one event: accepted where and when, how it was durable, where it stands in Kafka, to whom"
                    + " it is owed, each attempt, and where it is now.",
            ""
        },
        customSynopsis = {"Usage: headwater explain ID [OPTIONS]", ""},
        footer = {
            "",
            "Attempts are known to 2 % of their time, and to the report (about a second) they were in.",
            "Exit code 1 where no event has the id, or one that has is lost.",
            "",
            "Examples:",
            "  headwater explain 0193a1c2-7d4e-7c41-9d20-5a0e3f1b2c44",
            "  headwater explain order-17 --source acme/web --json",
        })
public final class ExplainCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "The event's id: the client's own, or the one given at the edge.")
    private String id = "";

    @Option(names = "--source", paramLabel = "TENANT/NAME", description = "Only of this source.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--client-source",
            paramLabel = "URI",
            description = "The source attribute a CloudEvent had at the client.")
    private Optional<String> clientSource = Optional.empty();

    @Mixin
    private OperateOption options = new OperateOption();

    public ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> {
            if (id.isBlank()) {
                throw new WrongCall("an event's id is not empty");
            }
            Map<String, String> query = new LinkedHashMap<>();
            source.ifPresent(value -> query.put("source", value));
            clientSource.ifPresent(value -> query.put("clientSource", value));
            String path = "/api/events/"
                    + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            JsonObject answer = session.client().get(path, query);
            session.show(answer, () -> print(session, answer));
            return answer.encode().contains("\"LOST:") ? ExitCode.FAILED : ExitCode.DONE;
        });
    }

    private static void print(Session session, JsonObject answer) {
        List<JsonObject> events = answer.getJsonArray("events").stream()
                .map(JsonObject.class::cast)
                .toList();
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                session.screen().line();
            }
            print(session, answer.getString("id"), events.get(i));
        }
    }

    private static void print(Session session, String id, JsonObject event) {
        entry(session, "event", id + (event.containsKey("type") ? ", type " + event.getString("type") : ""));
        if (event.containsKey("source")) {
            entry(session, "source", event.getString("source") + ", dialect " + event.getString("dialect"));
            entry(
                    session,
                    "accepted",
                    event.getString("acceptedAt") + " at edge " + event.getString("edge") + " (line "
                            + event.getString("line") + ", number " + event.getValue("number") + ")");
            entry(session, "durable", event.getString("durable"));
        }
        entry(
                session,
                "in Kafka",
                event.getString("appendedAt") + ", " + event.getString("topic") + " partition "
                        + event.getValue("partition") + " offset " + event.getValue("offset") + after(event));
        if (event.containsKey("seenAt")) {
            entry(
                    session,
                    "read",
                    "by router " + event.getString("seenBy") + ", reported " + event.getString("seenAt"));
        }
        String now = event.getString("now", "");
        if (!now.isEmpty()) {
            entry(session, "now", now);
        }
        for (Object each : event.getJsonArray("destinations", new JsonArray())) {
            destination(session, id, (JsonObject) each);
        }
    }

    /* How long it took from the edge's acceptance to Kafka, where their clocks let that be told. */
    private static String after(JsonObject event) {
        if (!event.containsKey("acceptedAt")) {
            return "";
        }
        Duration between = Duration.between(
                Instant.parse(event.getString("acceptedAt")), Instant.parse(event.getString("appendedAt")));
        return between.isNegative() ? "" : " (" + between.toMillis() + " ms after)";
    }

    private static void destination(Session session, String id, JsonObject destination) {
        String name = destination.getString("destination");
        entry(session, "owed to", name);
        for (Object each : destination.getJsonArray("steps")) {
            JsonObject step = (JsonObject) each;
            boolean tried = step.getLong("millis") > 0 || step.getInteger("status") > 0;
            String status = step.getInteger("status") > 0 ? " " + step.getInteger("status") : "";
            entry(
                    session,
                    "  " + step.getString("what"),
                    (tried ? "attempt " + step.getInteger("attempts") + ":" + status + " " : "")
                            + step.getString("reason") + (tried ? ", " + step.getLong("millis") + " ms" : "")
                            + ", reported " + step.getString("reportedAt"));
        }
        String now = destination.getString("now");
        entry(session, "  now", now);
        if (now.startsWith("among the dead")) {
            entry(session, "", "To see it: headwater deadletters list --destination " + name + " --id " + id);
        } else if (now.startsWith("parked")) {
            entry(session, "", "To see how that destination stands: headwater destinations list");
        } else if (now.startsWith("LOST")) {
            entry(session, "", "To deliver it again: headwater replay start --help");
        }
    }

    private static void entry(Session session, String name, String value) {
        session.screen().line("%-26s %s".formatted(Session.plain(name), Session.plain(value)));
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater replay start}. */
@Command(
        name = "start",
        description = {
            "Delivers to a destination again what came in a time range and is routed to it now. With --dry-run it says"
                    + " how many events, how many bytes and how long that would take.",
            ""
        },
        customSynopsis = {
            "Usage: headwater replay start --destination TENANT/NAME --from TIME [--to TIME] [OPTIONS]",
            ""
        },
        footer = {
            "",
            "The time is that at which Kafka took an event. Replayed events may arrive in any",
            "order, also where the destination asks for order.",
            "",
            "Examples:",
            "  headwater replay start --destination acme/crm --from 6h --to 2h --dry-run",
            "  headwater replay start --destination acme/crm --from 2026-01-31T08:00:00Z \\",
            "      --to 2026-01-31T09:30:00Z --rate 200/s --source acme/web",
        })
final class ReplayStart implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--destination", required = true, paramLabel = "TENANT/NAME", description = "To this destination.")
    private String destination = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "From then: 2026-01-31T08:00:00Z, or how long ago: 30m, 2h, 3d.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "To before then (default: now).")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            description = "Events a second (default: replay.rate in router.yaml, 1000/s).")
    private Optional<String> rate = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "TENANT/NAME",
            description = "Only from this source; may be given several times (default: all routed there).")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--dry-run", description = "Says how much it would be, and does nothing.")
    private boolean dryRun;

    @Mixin
    private OperateOption options = new OperateOption();

    ReplayStart(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, session -> {
            JsonObject arguments = Session.caller()
                    .put("destination", destination)
                    .put("from", from)
                    .put("sources", new JsonArray(List.copyOf(sources)))
                    .put("dryRun", dryRun);
            to.ifPresent(moment -> arguments.put("to", moment));
            rate.ifPresent(text -> arguments.put("rate", text.matches("\\d+") ? text + "/s" : text));
            JsonObject answer = session.client().post("/api/replays", arguments);
            return session.show(
                    answer, () -> (dryRun ? plan(answer) : started(answer)).forEach(session.screen()::line));
        });
    }

    static List<String> plan(JsonObject plan) {
        String about = plan.getBoolean("exact", false) ? "" : "about ";
        return List.of(
                "From " + plan.getString("from") + " to " + plan.getString("to") + " hw.events holds "
                        + Amounts.count(plan.getLong("range"), "event") + ".",
                "To " + plan.getString("destination") + " would go again: " + about
                        + Amounts.count(plan.getLong("events"), "event") + ", " + about
                        + Amounts.bytes(plan.getLong("bytes")) + ", in " + about
                        + Amounts.duration(Duration.ofSeconds(plan.getLong("seconds"))) + " at "
                        + Amounts.number(plan.getLong("rate")) + "/s.",
                "Nothing was done. To do it, leave out --dry-run.");
    }

    private static List<String> started(JsonObject replay) {
        String id = replay.getString("id");
        return List.of(
                "Replay " + id + " to " + replay.getString("destination") + " runs, at "
                        + Amounts.number(replay.getLong("rate")) + "/s.",
                "To see how far it is: headwater replay list. To stop it: headwater replay pause " + id);
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.CommandFailed;
import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater deadletters redrive}. */
@Command(
        name = "redrive",
        description = {
            "Puts dead letters into their destination's backlog again, the oldest first, to be delivered as if they had"
                    + " never been tried, and marks them. Without --yes it says how many and asks.",
            ""
        },
        customSynopsis = {"Usage: headwater deadletters redrive [LETTER | FILTERS | --all] [--yes] [OPTIONS]", ""},
        footer = {
            "",
            "What is marked is not redriven again. A call that breaks off can be repeated:",
            "at most the last 200 letters then go twice, with the same event ids.",
            "",
            "Examples:",
            "  headwater deadletters redrive 3:117 --yes",
            "  headwater deadletters redrive --destination acme/crm --reason refused",
            "  headwater deadletters redrive --all --since 1d --dry-run",
        })
final class DeadLettersRedrive implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "LETTER",
            description = "This one alone: PARTITION:OFFSET, as the list shows it.")
    private Optional<String> letter = Optional.empty();

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(names = "--all", description = "Every dead letter there is.")
    private boolean all;

    @Option(names = "--dry-run", description = "Says how many, and does nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Does it without asking.")
    private boolean yes;

    @Mixin
    private OperateOption options = new OperateOption();

    DeadLettersRedrive(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, this::redrive);
    }

    private int redrive(Session session) {
        JsonObject counts = call(session, true);
        long matching = counts.getLong("matching");
        if (dryRun || matching == 0) {
            return session.show(counts, () -> counted(counts).forEach(session.screen()::line));
        }
        if (!session.agreed(yes, "Redrive " + Amounts.count(matching, "dead letter") + "?")) {
            session.screen().line("Nothing was done.");
            return ExitCode.DONE;
        }
        JsonObject answer = call(session, false);
        long redriven = answer.getLong("redriven");
        while (answer.getLong("left") > 0 && answer.getLong("redriven") > 0 && redriven < matching) {
            answer = call(session, false);
            redriven += answer.getLong("redriven");
        }
        if (redriven == 0) {
            throw new CommandFailed("none of " + Amounts.count(matching, "dead letter")
                    + " is there any more: kafka.topics.retention.dead has passed, or somebody else redrove them");
        }
        JsonObject done = answer.put("redriven", redriven);
        return session.show(
                done,
                () -> session.screen()
                        .line(Amounts.count(done.getLong("redriven"), "dead letter")
                                + (done.getLong("redriven") == 1 ? " is" : " are")
                                + " in the backlog again. To see how it goes: headwater destinations list"
                                + (done.getBoolean("cut", false)
                                        ? ". There may be more: give the command again"
                                        : "")));
    }

    private JsonObject call(Session session, boolean dry) {
        JsonObject arguments = Session.caller();
        letters.arguments().forEach(arguments::put);
        letter.ifPresent(position -> arguments.put("position", position));
        return session.client()
                .post("/api/deadletters/redrive", arguments.put("all", all).put("dryRun", dry));
    }

    static List<String> counted(JsonObject counts) {
        List<String> sentences = new ArrayList<>();
        long matching = counts.getLong("matching");
        sentences.add(
                matching == 0
                        ? "There is nothing to redrive."
                        : Amounts.count(matching, "dead letter") + " to redrive:");
        counts.getJsonObject("destinations")
                .forEach(each -> sentences.add(
                        "  " + each.getKey() + "  " + Amounts.number(((Number) each.getValue()).longValue())));
        if (counts.getLong("marked") > 0) {
            sentences.add(Amounts.number(counts.getLong("marked")) + " redriven before: left alone.");
        }
        if (counts.getLong("impossible") > 0) {
            sentences.add(Amounts.number(counts.getLong("impossible"))
                    + " with nowhere to go: their destination is not known or not in destinations.yaml any more.");
        }
        if (counts.getBoolean("cut", false)) {
            sentences.add("There may be more: not all were looked at. Narrow it with --since.");
        }
        return sentences;
    }
}

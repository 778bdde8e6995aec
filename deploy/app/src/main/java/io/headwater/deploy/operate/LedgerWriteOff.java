package io.headwater.deploy.operate;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Surroundings;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater ledger write-off}. */
@Command(
        name = "write-off",
        description = {
            "Gives up what is stranded in the spool of an edge that will not come back, such as one whose disk is gone: it"
                    + " is shown as written off from then on, and alerts nobody. What comes all the same is delivered, and"
                    + " counts as seen.",
            ""
        },
        customSynopsis = {"Usage: headwater ledger write-off SITE [--yes] [OPTIONS]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater ledger write-off fra1          says how many events, and asks",
            "  headwater ledger write-off fra1 --yes    does not ask",
        })
final class LedgerWriteOff implements Callable<Integer> {
    private static final String PATH = "/api/ledger/writeoff";

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SITE", description = "The edge's name, the first part of the lines it wrote.")
    private String site = "";

    @Option(names = "--yes", description = "Does it without asking.")
    private boolean yes;

    @Mixin
    private OperateOption options = new OperateOption();

    LedgerWriteOff(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return Session.run(spec, options, surroundings, this::writeOff);
    }

    private int writeOff(Session session) {
        JsonObject asked = Session.caller().put("site", site);
        JsonObject stranded = session.client().post(PATH, asked.copy().put("dryRun", true));
        String events = Amounts.count(stranded.getLong("count"), "acknowledged event");
        if (!session.agreed(yes, "Give up " + events + " in the spool of " + site + "?")) {
            session.screen().line("Nothing was done.");
            return ExitCode.DONE;
        }
        JsonObject answer = session.client().post(PATH, asked);
        return session.show(
                answer,
                () -> session.screen()
                        .line(Amounts.count(answer.getLong("count"), "event") + " in the spool of " + site
                                + " are written off. To see them: headwater ledger"));
    }
}

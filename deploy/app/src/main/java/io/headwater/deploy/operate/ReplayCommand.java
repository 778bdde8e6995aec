package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater replay}: events of the past delivered again. */
@Command(
        name = "replay",
        description = {
            "Delivers events of the past to a destination again, beside and behind what comes, each request marked"
                    + " with the header Headwater-Replay.",
            ""
        },
        customSynopsis = {"Usage: headwater replay COMMAND [OPTIONS]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater replay start --destination acme/crm --from 6h --to 2h --dry-run",
            "  headwater replay start --destination acme/crm --from 6h --to 2h --rate 500/s",
            "  headwater replay list",
            "  headwater replay pause 20260131T080000-x1f",
            "",
            "A replay goes on when the router that runs it is gone, and ends by itself. What",
            "can be replayed goes back as far as kafka.topics.retention.events (96 h).",
        })
public final class ReplayCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ReplayCommand() {}

    public static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new ReplayCommand())
                .addSubcommand(new ReplayStart(surroundings))
                .addSubcommand(new ReplayList(surroundings))
                .addSubcommand(new ReplayOrders.Pause(surroundings))
                .addSubcommand(new ReplayOrders.Resume(surroundings))
                .addSubcommand(new ReplayOrders.Cancel(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: start, list, pause, resume or cancel");
    }
}

package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater destinations}: how each destination stands; pausing, resuming, skipping. */
@Command(
        name = "destinations",
        description = {"Shows how each destination stands, and pauses, resumes or skips one.", ""},
        customSynopsis = {"Usage: headwater destinations COMMAND [OPTIONS]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater destinations list",
            "  headwater destinations pause acme/crm --note 'they move house'",
            "  headwater destinations resume acme/crm",
            "  headwater destinations skip acme/crm --yes",
            "",
            "Orders hold for all routers and survive their restart. Nothing is ever dropped:",
            "a paused destination's events wait in Kafka, skipped ones are dead letters.",
        })
public final class DestinationsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private DestinationsCommand() {}

    public static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new DestinationsCommand())
                .addSubcommand(new DestinationsList(surroundings))
                .addSubcommand(new DestinationOrders.Pause(surroundings))
                .addSubcommand(new DestinationOrders.Resume(surroundings))
                .addSubcommand(new DestinationOrders.Skip(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, pause, resume or skip");
    }
}

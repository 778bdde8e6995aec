package io.headwater.deploy.operate;

import io.headwater.deploy.process.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater deadletters}: events that will not be delivered by themselves. */
@Command(
        name = "deadletters",
        description = {
            "Lists events that will not be delivered by themselves, shows why, and sends them on their way again.",
            ""
        },
        customSynopsis = {"Usage: headwater deadletters COMMAND [OPTIONS]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater deadletters list --destination acme/crm --since 2h",
            "  headwater deadletters show 3:117 --data",
            "  headwater deadletters redrive 3:117 --yes",
            "  headwater deadletters redrive --destination acme/crm --reason refused",
            "",
            "They stay for kafka.topics.retention.dead (30 d), redriven or not.",
        })
public final class DeadLettersCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private DeadLettersCommand() {}

    public static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new DeadLettersList(surroundings))
                .addSubcommand(new DeadLettersShow(surroundings))
                .addSubcommand(new DeadLettersRedrive(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, show or redrive");
    }
}

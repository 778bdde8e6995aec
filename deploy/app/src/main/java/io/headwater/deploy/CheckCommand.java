package io.headwater.deploy;

import io.headwater.deploy.process.ConfOption;
import io.headwater.deploy.process.Configuration;
import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater check}: is this configuration right, and what does it say? */
@Command(
        name = "check",
        description = {
            "Reads a configuration as the other commands would, starts nothing, and shows what it says, or names file, key"
                    + " and mend of everything that is wrong with it (exit code 3).",
            ""
        },
        customSynopsis = {"Usage: headwater check [--conf DIR]", ""},
        footer = {"", "Example:", "  headwater check --conf /etc/headwater && systemctl restart headwater"})
final class CheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfOption conf = new ConfOption();

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Configuration configuration = conf.folder(surroundings).all();
        Summary summary = new Summary(configuration);
        Screen screen = Screen.of(spec.commandLine());
        summary.tables().forEach(table -> show(table, screen));
        screen.line(screen.green("✓ ") + summary.verdict());
        summary.warnings().forEach(screen::warning);
        return ExitCode.DONE;
    }

    private static void show(Table table, Screen screen) {
        List<String> lines = table.lines();
        screen.line(screen.bold(lines.get(0)));
        lines.stream().skip(1).forEach(screen::line);
        screen.line();
    }
}

package io.headwater.deploy;

import io.headwater.collector.spool.SpoolInspection;
import io.headwater.collector.spool.SpoolInspection.Fault;
import io.headwater.collector.spool.SpoolInspection.Finding;
import io.headwater.collector.spool.SpoolInspection.Overview;
import io.headwater.collector.spool.SpoolUnusable;
import io.headwater.collector.spool.Spooled;
import io.headwater.deploy.process.CommandFailed;
import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.spool.SpoolTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater spool}: what lies in a collector's spool, and is it sound? */
@Command(
        name = "spool",
        description = {
            "Looks into the spool of a collector that does not run, and changes nothing.",
            "",
            "  list     its segments, and how far they are drained",
            "  verify   reads every batch; exit code 1 where one is damaged",
            "  show     the records inside, from the first that is not drained",
            ""
        },
        customSynopsis = {"Usage: headwater spool [--dir DIR] [list|verify|show] [OPTIONS]", ""},
        footer = {
            "",
            "Examples:",
            "  headwater spool --dir /var/lib/headwater/spool",
            "  headwater spool --dir /var/lib/headwater/spool verify",
            "  headwater spool show --number 1200 --limit 5 --json | jq .id",
        })
final class SpoolCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    /** What to do. */
    enum Action {
        list,
        verify,
        show
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            defaultValue = "list",
            description = "list, verify or show (default: ${DEFAULT-VALUE}).")
    private Action action = Action.list;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder of spool.dir (default: deploy/target/collector/spool).")
    private Optional<Path> dir = Optional.empty();

    @Option(names = "--json", description = "Prints JSON; show prints an object a line.")
    private boolean json;

    @Option(names = "--number", paramLabel = "N", description = "show: begins with this number.")
    private Optional<Long> number = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "show: at most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--data", description = "show: prints what the records hold as well.")
    private boolean data;

    SpoolCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1, was " + limit);
        }
        if (action != Action.show && (number.isPresent() || data)) {
            throw new ParameterException(spec.commandLine(), "--number and --data are for show");
        }
        Path folder = dir.orElseGet(() -> surroundings.data("collector").resolve("spool"));
        Screen screen = Screen.of(spec.commandLine());
        try (SpoolInspection spool = SpoolInspection.open(folder)) {
            return switch (action) {
                case list -> list(spool, screen);
                case verify -> verify(spool, screen);
                case show -> show(spool, screen);
            };
        } catch (SpoolUnusable e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailed("the spool in " + folder + " cannot be read: " + e, e);
        }
    }

    private int list(SpoolInspection spool, Screen screen) throws IOException {
        Overview overview = spool.overview();
        (json ? SpoolTexts.json(overview) : SpoolTexts.lines(overview)).forEach(screen::line);
        return ExitCode.DONE;
    }

    private int verify(SpoolInspection spool, Screen screen) throws IOException {
        List<Finding> findings = spool.verify();
        boolean damaged = findings.stream().anyMatch(finding -> finding.fault() == Fault.CORRUPT);
        (json ? SpoolTexts.json(findings) : SpoolTexts.lines(findings)).forEach(screen::line);
        if (damaged && !json) {
            screen.error("the spool is damaged. The collector drains the rest and keeps those bytes in quarantine/");
        }
        return damaged ? ExitCode.FAILED : ExitCode.DONE;
    }

    private int show(SpoolInspection spool, Screen screen) throws IOException {
        List<Spooled> records = new ArrayList<>();
        OptionalLong from = number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
        spool.show(from, spooled -> {
            records.add(spooled);
            return records.size() < limit;
        });
        (json ? SpoolTexts.json(records, data) : SpoolTexts.lines(records, data)).forEach(screen::line);
        return ExitCode.DONE;
    }
}

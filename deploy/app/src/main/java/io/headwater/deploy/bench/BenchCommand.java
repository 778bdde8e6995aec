package io.headwater.deploy.bench;

import io.headwater.deploy.process.ExitCode;
import io.headwater.deploy.process.Signals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures this machine: ingest in every dialect, Kafka's absence, latency end to end, delivery, overload, memory, start, how cost grows and",
            "what the ledger costs, each beside the limit of what it stands on.",
            "Every part is a process of its own, the load generator too; everything is durable (acks=all). Rounds are",
            "interleaved; the table shows median, minimum and maximum, and ratios taken round by round."
        })
public final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description =
                    "These of ingest, dialects, outage, whole, overload, memory, start, growth, ledger (default: all).")
    private Set<Bench.Part> only = EnumSet.allOf(Bench.Part.class);

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Of which each takes every figure once (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "Of work for each figure before the first round (default: ${DEFAULT-VALUE}).")
    private int warm;

    @Option(names = "--seconds", defaultValue = "3", description = "For each measurement (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--connections",
            defaultValue = "64",
            description = "Of the closed-loop load (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "Events a second for latency, open loop (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--delivered",
            defaultValue = "50000",
            description = "Events of each measurement of delivery (default: ${DEFAULT-VALUE}).")
    private int delivered;

    @Option(
            names = "--standing",
            defaultValue = "10000000",
            description = "Events in the topic that is long, some 5 GB of disk (default: ${DEFAULT-VALUE}).")
    private int standing;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Write a page of Markdown too, and a plot of latency against load beside it.")
    private Optional<Path> page = Optional.empty();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        checkPage();
        Class<?> command = spec.root().userObject().getClass();
        Bench.Plan plan = new Bench.Plan(
                command,
                new TreeSet<>(only),
                warm * 1_000L,
                rounds,
                seconds * 1_000L,
                connections,
                rate,
                delivered,
                standing);
        Path folder = Files.createTempDirectory("headwater-bench");
        Bench bench = new Bench(plan, folder, line -> {
            progress.println(line);
            progress.flush();
        });
        AtomicInteger signalled = endAtASignal();
        try {
            bench.run();
            return ExitCode.DONE;
        } catch (IOException | RuntimeException e) {
            if (signalled.get() < 0) {
                throw e;
            }
            return signalled.get();
        } finally {
            /* Also what was measured before something failed. */
            show(bench.figures(), out);
            if (page.isPresent()) {
                List<String> arguments =
                        spec.root().commandLine().getParseResult().originalArgs();
                new Page(page.get(), arguments).write(bench.figures(), LocalDate.now(ZoneOffset.UTC));
            }
            Folders.delete(folder);
        }
    }

    /* Holds the exit code after a signal, which ends what is being measured; what has been is shown all the same. */
    private static AtomicInteger endAtASignal() {
        AtomicInteger signalled = new AtomicInteger(-1);
        Signals signals = Signals.listen();
        Thread waiting = new Thread(
                () -> {
                    signalled.set(signals.await());
                    Worker.endAll();
                },
                "signal");
        waiting.setDaemon(true);
        waiting.start();
        return signalled;
    }

    /* Told now, and not after an hour. */
    private void checkPage() {
        page.map(file -> file.toAbsolutePath().getParent())
                .filter(folder -> !Files.isWritable(folder))
                .ifPresent(folder -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--page: " + folder
                                    + " is no folder that can be written to. Make it, or name a file elsewhere");
                });
    }

    private void show(Figures figures, PrintWriter out) {
        if (json) {
            out.println(figures.json().encodePrettily());
        } else {
            figures.print(out);
        }
        out.flush();
    }
}

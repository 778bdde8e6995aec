package io.headwater.deploy.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** What the bench measured as a page of Markdown, with a plot of latency against load beside it. */
final class Page {
    private static final int MEBI = 20;

    private final Path file;
    private final List<String> arguments;

    /** @param arguments of the command, to be given again by whoever wants the same figures */
    Page(Path file, List<String> arguments) {
        this.file = file;
        this.arguments = arguments;
    }

    void write(Figures figures, LocalDate today) throws IOException {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf("# What Headwater does on one machine%n%n");
        out.printf("`headwater %s`, %s, on %s.%n%n", String.join(" ", arguments), today, machine());
        out.print("""
                Everything runs on that one machine: Kafka, the collector, the router, the load and the webhook, each a process of its own,
                and they share its processors. What matters is therefore how a figure stands to its limit, which was measured in turn with it.
                Everything is durable (`acks=all`), and nothing is off that is on by default. A figure is the median of its rounds; beside it
                stand the least and the most. Ratios are taken round by round.
                """);
        if (plot(figures)) {
            out.printf(
                    "%n![Latency of single events against load](%s)%n",
                    picture().getFileName());
        }
        figures.markdown(out);
        Files.writeString(file, text.toString());
    }

    private boolean plot(Figures figures) throws IOException {
        Plot plot = figures.latencyAgainstLoad();
        if (!plot.isEmpty()) {
            Files.writeString(picture(), plot.svg());
        }
        return !plot.isEmpty();
    }

    private Path picture() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".svg");
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return String.format(
                Locale.ROOT,
                "%d processors (%s), %s of the JDK %s, %d MiB of heap for each process",
                runtime.availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Worker.HEAP_BYTES >> MEBI);
    }
}

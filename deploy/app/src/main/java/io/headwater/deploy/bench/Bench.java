package io.headwater.deploy.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Measures Headwater beside the limits of what it stands on, interleaved: in each round every figure is taken once, in an
 * order that turns with the round and runs backwards every other time. Every part is a process of its own, the load generator too.
 */
final class Bench {
    private final Plan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private final Figures figures = new Figures();

    /**
     * What to run.
     *
     * @param command the main class of the {@code headwater} command
     * @param parts which groups of figures are taken
     * @param warmMillis how long each process works before anything counts, while the compilers are still at it
     * @param millis of each measurement
     * @param rate events a second for latency
     * @param delivered events of each measurement of delivery
     * @param standing events in the topic that is long
     */
    record Plan(
            Class<?> command,
            Set<Part> parts,
            long warmMillis,
            int rounds,
            long millis,
            int connections,
            int rate,
            int delivered,
            int standing) {}

    /** A group of figures, on processes of its own. */
    enum Part {
        INGEST,
        DIALECTS,
        OUTAGE,
        WHOLE,
        OVERLOAD,
        MEMORY,
        START,
        GROWTH,
        LEDGER
    }

    /** Takes the figures of one part. */
    interface Work {
        void run() throws IOException;
    }

    /** @param folder where each part has one, which is gone when it is done */
    Bench(Plan plan, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    /** What has been measured so far. */
    Figures figures() {
        return figures;
    }

    Figures run() throws IOException {
        for (Part part : plan.parts()) {
            Path own = folder.resolve(part.name().toLowerCase(Locale.ROOT));
            try {
                work(part, new Lab(plan, own, progress, figures)).run();
            } finally {
                Folders.delete(own);
            }
        }
        return figures();
    }

    private static Work work(Part part, Lab lab) {
        return switch (part) {
            case INGEST -> new IngestPart(lab);
            case DIALECTS -> new DialectsPart(lab);
            case OUTAGE -> new OutagePart(lab);
            case WHOLE -> new WholePart(lab);
            case OVERLOAD -> new OverloadPart(lab);
            case MEMORY -> new MemoryPart(lab);
            case START -> new StartPart(lab);
            case GROWTH -> new GrowthPart(lab);
            case LEDGER -> new LedgerPart(lab);
        };
    }
}

package io.headwater.deploy.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much memory a collector and a router hold, the whole process, while events go through them at a fixed rate. */
final class MemoryPart implements Bench.Work {
    private static final int RATE = 5_000;
    private static final int HEAP_MEBI = 64;
    /* What is bounded by as much as such a heap has, or more, gets a quarter; the router remembers a minute. README says the same. */
    private static final Map<String, String> BOUNDS = Map.of(
            "HEADWATER_ADMISSION_IN_FLIGHT_BYTES", "16MiB",
            "HEADWATER_KAFKA_BUFFER_MEMORY", "16MiB",
            "HEADWATER_SPOOL_QUEUE", "16MiB",
            "HEADWATER_LANE_CAPACITY_BYTES", "8MiB",
            "HEADWATER_DUPLICATES_MAX_EVENTS", "300000");
    private static final double MEBI = 1 << 20;
    private static final String GROUP = String.format(
            Locale.ROOT, "memory of each process (-Xmx%dm, bounds to match), %,d events/s", HEAP_MEBI, RATE);

    private final Lab lab;

    MemoryPart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        lab.progress("starting a pipeline with little memory");
        Pipeline.Setup little =
                Pipeline.Setup.PLAIN.within((long) HEAP_MEBI << 20).with(BOUNDS);
        try (Pipeline pipeline = new Pipeline(lab.plan().command(), lab.folder("memory"), little)) {
            lab.rounds("memory", List.of(() -> figures(pipeline)), lab.plan().warmMillis() * Lab.ROUTER_WARMS);
        }
    }

    private List<Figure> figures(Pipeline pipeline) throws IOException {
        JsonObject sent = pipeline.open(RATE, lab.plan().millis());
        return List.of(
                new Figure(GROUP, "collector", "MiB", "", pipeline.collector().residentBytes() / MEBI),
                new Figure(GROUP, "router", "MiB", "", pipeline.router().residentBytes() / MEBI),
                new Figure(GROUP, "p99 of the whole way", "ms", "", sent.getDouble("p99")),
                new Figure(GROUP, "lost", "events", "", sent.getDouble("lost")));
    }
}

package io.headwater.deploy.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One round of how much memory a collector and a router hold, the whole process, while events go through them at a fixed rate. */
final class MemoryRound {
    static final int RATE = 5_000;
    static final String HEAP = "96m";
    private static final String GROUP =
            "memory of each process (-Xmx" + HEAP + "), " + String.format(Locale.ROOT, "%,d", RATE) + " events/s";
    private static final double MEBI = 1 << 20;

    private final Worker end;
    private final Worker collector;
    private final Worker router;
    private final String url;
    private final long millis;

    MemoryRound(Worker end, Worker collector, Worker router, String url, long millis) {
        this.end = end;
        this.collector = collector;
        this.router = router;
        this.url = url;
        this.millis = millis;
    }

    List<Figure> take() throws IOException {
        JsonObject sent = end.ask("open " + url + " " + RATE + " " + millis);
        return List.of(
                new Figure(GROUP, "collector", "MiB", "", collector.residentBytes() / MEBI),
                new Figure(GROUP, "router", "MiB", "", router.residentBytes() / MEBI),
                new Figure(GROUP, "p99 of the whole way", "ms", "", sent.getDouble("p99")),
                new Figure(GROUP, "lost", "events", "", sent.getDouble("lost")));
    }
}

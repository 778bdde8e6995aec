package io.headwater.deploy.bench;

import io.headwater.deploy.bench.Lab.Measure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What each dialect costs beside the native one. */
final class DialectsPart implements Bench.Work {
    private static final String RATES = "dialects, batches of " + Lab.BATCH;
    private static final String CPU = "dialects, the collector's CPU time for an event";
    /* As many as keep it busy; more only wait for each other. */
    private static final int CONNECTIONS_SHARE = 4;

    private final Lab lab;

    DialectsPart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        lab.onCollector("dialects", (at, broker, collector, load) -> {
            String ingest = collector.await(Lab.INGEST);
            List<Measure> measures = new ArrayList<>(List.of(measure(collector, load, ingest, Wire.NATIVE)));
            Wire.OTHERS.forEach(wire -> measures.add(measure(collector, load, ingest, wire)));
            lab.rounds("dialects", measures);
        });
    }

    private Measure measure(Worker collector, Worker load, String url, Wire wire) {
        int connections = Math.max(1, lab.plan().connections() / CONNECTIONS_SHARE);
        String command =
                Load.command(wire, url, connections, Lab.BATCH, lab.plan().millis());
        String limit = wire.equals(Wire.NATIVE) ? "" : Wire.NATIVE.name();
        return () -> {
            Duration before = collector.cpu();
            JsonObject result = load.ask(command);
            Duration used = collector.cpu().minus(before);
            if (result.getLong("failed") > 0) {
                throw new IOException(wire.name() + ": " + result.getLong("failed") + " requests were refused");
            }
            double events = (double) result.getLong("answered") * Lab.BATCH;
            return List.of(
                    new Figure(RATES, wire.name(), "events/s", limit, result.getDouble("perSecond")),
                    Lab.micros(CPU, wire.name(), limit, used, events));
        };
    }
}

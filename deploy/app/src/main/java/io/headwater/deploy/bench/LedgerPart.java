package io.headwater.deploy.bench;

import io.headwater.deploy.bench.Lab.Measure;
import io.headwater.deploy.bench.Pipeline.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the ledger costs: the same pipeline twice, once without it. Started several times, since two processes of one program differ
 * by themselves.
 */
final class LedgerPart implements Bench.Work {
    private static final int STARTS = 3;
    private static final String LEDGER = "ledger: ";
    private static final String WITH = "with a ledger";
    private static final String WITHOUT = "without one";
    private static final Setup OFF =
            Setup.PLAIN.with(Map.of("HEADWATER_FORWARD_REPORT_EVERY", "0s", "HEADWATER_LEDGER_REPORT_EVERY", "0s"));

    private final Lab lab;

    LedgerPart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        for (int start = 1; start <= STARTS; start++) {
            String what = "ledger, start " + start + " of " + STARTS;
            lab.progress(what + ": two pipelines, one of them without a ledger");
            Path there = lab.folder("ledger-" + start);
            boolean first = start % 2 == 1;
            try (Pipeline one = pipeline(there, first);
                    Pipeline other = pipeline(there, !first);
                    Worker load = Lab.load()) {
                run(what, first ? one : other, first ? other : one, load);
            }
        }
    }

    private Pipeline pipeline(Path folder, boolean without) throws IOException {
        return new Pipeline(
                lab.plan().command(), folder.resolve(without ? "without" : "with"), without ? OFF : Setup.PLAIN);
    }

    private void run(String what, Pipeline without, Pipeline with, Worker load) throws IOException {
        String delivery = LEDGER + Lab.DELIVERY;
        lab.rounds(
                what + ", delivery",
                List.of(lab.delivered(without, delivery, WITHOUT, ""), lab.delivered(with, delivery, WITH, WITHOUT)),
                lab.plan().warmMillis() * Lab.ROUTER_WARMS);
        /* Still at work on what one round brought, they would take the next one's share of the cores. */
        without.stopRouter();
        with.stopRouter();
        lab.rounds(
                what + ", ingest",
                List.of(
                        ingested(without, load, Lab.SINGLE, WITHOUT, "", 1),
                        ingested(with, load, Lab.SINGLE, WITH, WITHOUT, 1),
                        ingested(without, load, Lab.BATCHES, WITHOUT, "", Lab.BATCH),
                        ingested(with, load, Lab.BATCHES, WITH, WITHOUT, Lab.BATCH)));
    }

    private Measure ingested(Pipeline pipeline, Worker load, String what, String name, String limit, int batch) {
        Measure rate = lab.closed(load, LEDGER + what, name, limit, pipeline.ingest(), batch);
        return () -> {
            Duration before = pipeline.collector().cpu();
            List<Figure> taken = rate.take();
            Duration used = pipeline.collector().cpu().minus(before);
            double events = taken.get(0).value() * lab.plan().millis() / 1_000;
            return List.of(taken.get(0), Lab.cpu(LEDGER + what + ": the collector", name, limit, used, events));
        };
    }
}

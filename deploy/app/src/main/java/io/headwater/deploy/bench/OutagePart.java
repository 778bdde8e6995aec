package io.headwater.deploy.bench;

import java.io.IOException;
import java.util.List;

/** What it costs when Kafka is away. */
final class OutagePart implements Bench.Work {
    private final Lab lab;

    OutagePart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        lab.onCollector("outage", (at, broker, collector, load) -> {
            String ingest = collector.await(Lab.INGEST);
            SpoolRound.Parts parts = new SpoolRound.Parts(broker, load, ingest, collector.await(Lab.METRICS));
            SpoolRound round = new SpoolRound(
                    parts, at.path(), lab.plan().millis(), lab.plan().connections());
            lab.rounds("Kafka away", List.of(round::take));
        });
    }
}

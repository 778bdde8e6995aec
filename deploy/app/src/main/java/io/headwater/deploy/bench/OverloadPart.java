package io.headwater.deploy.bench;

import io.headwater.deploy.bench.Lab.Measure;
import io.headwater.kafka.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a collector that has half a processor does of three times as much as it can: it is sent as much as it answers, and then
 * three times that, whether it answers or not.
 */
final class OverloadPart implements Bench.Work {
    private static final String GROUP = "overload: a collector with half a processor, ";
    private static final double PROCESSORS = 0.5;
    private static final int TIMES = 3;
    /* A connection has one request under way: with few of them nothing is ever too much, with many everything is. */
    private static final int ENOUGH = 4;
    private static final int MANY = 16;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final String MOST = "accepted, as many as it answers";
    private static final String OVER = "accepted, at " + TIMES + " times that";

    private final Lab lab;

    OverloadPart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        lab.onCollector("overload", (at, broker, collector, load) -> {
            String ingest = collector.await(Lab.INGEST);
            lab.progress("overload: warming up");
            for (int batch : List.of(1, Lab.BATCH)) {
                load.ask(Load.command(
                        Wire.NATIVE,
                        ingest,
                        lab.plan().connections(),
                        batch,
                        lab.plan().warmMillis()));
            }
            List<Measure> measures = List.of(
                    () -> throttled(collector, new Sent(load, ingest, at.bootstrapServers(), 1)),
                    () -> throttled(collector, new Sent(load, ingest, at.bootstrapServers(), Lab.BATCH)));
            lab.rounds("overload", measures, 0);
        });
    }

    /** What is sent where: requests of {@code batch} events. */
    private record Sent(Worker load, String url, String kafka, int batch) {
        JsonObject send(int connections, long millis, long rate) throws IOException {
            return load.ask(Load.command(Wire.NATIVE, url, connections, batch, millis, rate));
        }

        String group() {
            return GROUP + (batch == 1 ? "one event a request" : "batches of " + batch);
        }
    }

    private List<Figure> throttled(Worker collector, Sent sent) throws IOException {
        Throttle throttle = new Throttle(collector, PROCESSORS);
        try {
            return figures(sent, throttle);
        } finally {
            throttle.close();
        }
    }

    private List<Figure> figures(Sent sent, Throttle throttle) throws IOException {
        int connections = lab.plan().connections();
        long millis = lab.plan().millis();
        double most = sent.send(ENOUGH * connections, millis, 0).getDouble("perSecond") / sent.batch();
        long before = BenchTopic.records(sent.kafka(), Topics.EVENTS);
        JsonObject over = sent.send(MANY * connections, millis, Math.max(1, Math.round(TIMES * most)));
        double acknowledged = (double) over.getLong("accepted") * sent.batch();
        List<Figure> figures = new ArrayList<>();
        add(figures, sent, MOST, "requests/s", "", most);
        add(figures, sent, OVER, "requests/s", MOST, over.getDouble("perSecond"));
        add(figures, sent, "p50 of those", "ms", "", over.getDouble("p50"));
        add(figures, sent, "p99 of those", "ms", "", over.getDouble("p99"));
        add(figures, sent, "answered 429 or 503", "requests", "", over.getDouble("shed"));
        add(figures, sent, "not answered, or otherwise", "requests", "", over.getDouble("failed"));
        throttle.close();
        add(figures, sent, "acknowledged and not in Kafka", "events", "", missing(sent, before + acknowledged));
        return figures;
    }

    /* What was spooled meanwhile comes later. */
    private static double missing(Sent sent, double wanted) throws IOException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        long found = BenchTopic.records(sent.kafka(), Topics.EVENTS);
        while (found < wanted && System.nanoTime() < giveUp) {
            found = BenchTopic.records(sent.kafka(), Topics.EVENTS);
        }
        return Math.max(0, wanted - found);
    }

    private static void add(List<Figure> figures, Sent sent, String name, String unit, String limit, double value) {
        figures.add(new Figure(sent.group(), name, unit, limit, value));
    }
}

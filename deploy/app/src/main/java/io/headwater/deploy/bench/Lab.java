package io.headwater.deploy.bench;

import io.headwater.deploy.bench.Pipeline.Delivered;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the parts of the bench share: how processes are started, how rounds are taken, and the figures they come to. */
final class Lab {
    static final int BATCH = 100;
    static final int PARTITIONS = 12;
    /* Where a router is measured: there is more of it to compile, and some of the time it stands still, for its work to be made. */
    static final int ROUTER_WARMS = 3;
    static final String BOOTSTRAP = "((?:127\\.0\\.0\\.1|localhost):\\d+)";
    static final String INGEST = "(http://\\S+/v1/events)";
    static final String METRICS = "(http://\\S+/metrics)";
    static final String SINGLE = "ingest, one event a request";
    static final String BATCHES = "ingest, batches of " + BATCH;
    static final String DELIVERY = "delivery to one webhook, batches of up to " + BATCH;

    private final Bench.Plan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private final Figures figures;

    Lab(Bench.Plan plan, Path folder, Consumer<String> progress, Figures figures) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
        this.figures = figures;
    }

    /** One measurement, taken once a round. */
    interface Measure {
        List<Figure> take() throws IOException;
    }

    /** Something that processes of the bench are asked for. */
    interface Step {
        void take() throws IOException;
    }

    /** What is measured on a collector of its own. */
    interface OnCollector {
        void measure(BenchConf at, Worker broker, Worker collector, Worker load) throws IOException;
    }

    Bench.Plan plan() {
        return plan;
    }

    Figures figures() {
        return figures;
    }

    void progress(String line) {
        progress.accept(line);
    }

    /** The configuration, and the data, of one pipeline. */
    BenchConf conf(String name, int sinkPort) throws IOException {
        return BenchConf.write(folder.resolve(name), sinkPort);
    }

    /** Where a part may write. */
    Path folder(String name) {
        return folder.resolve(name);
    }

    Worker headwater(BenchConf conf, String... arguments) throws IOException {
        return Worker.start(plan.command(), List.of(arguments), conf.environment());
    }

    Worker broker(BenchConf conf) throws IOException {
        return headwater(conf, "broker", "--port", "0", "--data", conf.data());
    }

    Worker collector(BenchConf conf) throws IOException {
        return headwater(conf, "collector", "--conf", conf.folder(), "--data", conf.data());
    }

    /** The load generator, ready. */
    static Worker load() throws IOException {
        return Worker.start(Load.class, List.of(), Map.of()).ready();
    }

    /** Sender and sink, ready. */
    static Worker end() throws IOException {
        return Worker.start(EndToEnd.class, List.of(), Map.of()).ready();
    }

    void onCollector(String part, OnCollector what) throws IOException {
        progress("starting a fresh broker and collector");
        BenchConf conf = conf(part, 1);
        try (Worker broker = broker(conf)) {
            BenchConf at = conf.at(broker.await(BOOTSTRAP));
            try (Worker collector = collector(at);
                    Worker load = load()) {
                what.measure(at, broker, collector, load);
            }
        }
    }

    void rounds(String what, List<Measure> measures) throws IOException {
        rounds(what, measures, plan.warmMillis());
    }

    void rounds(String what, List<Measure> measures, long warmMillis) throws IOException {
        for (int i = 0; i < measures.size(); i++) {
            progress(what + ": warming up, " + (i + 1) + " of " + measures.size());
            long until = System.nanoTime() + warmMillis * 1_000_000;
            do {
                measures.get(i).take();
            } while (System.nanoTime() < until);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            progress(what + ": round " + round + " of " + plan.rounds());
            for (Measure measure : inTurn(measures, round - 1)) {
                measure.take().forEach(figures::add);
            }
        }
    }

    /* Begun with another one each round, and every other round backwards: what one leaves behind hits no other always. */
    private static List<Measure> inTurn(List<Measure> measures, int round) {
        List<Measure> order = new ArrayList<>(measures);
        Collections.rotate(order, -round);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /** The rate of a closed loop. */
    Measure closed(Worker load, String group, String name, String limit, String url, int batch) {
        String command = Load.command(Wire.NATIVE, url, plan.connections(), batch, plan.millis());
        return () -> {
            JsonObject result = load.ask(command);
            if (result.getLong("failed") > 0) {
                progress(name + ": " + result.getLong("failed") + " requests were not answered 200");
            }
            String unit = batch == 1 ? "requests/s" : "events/s";
            return List.of(new Figure(group, name, unit, limit, result.getDouble("perSecond")));
        };
    }

    /** How many events a second a router delivers, and what one of them costs it. */
    Measure delivered(Pipeline pipeline, String group, String name, String limit) {
        int events = plan.delivered();
        return () -> {
            Delivered delivered = pipeline.delivered(events, Shape.PLAIN);
            return List.of(
                    new Figure(group, name, "events/s", limit, delivered.perSecond()),
                    cpu(group + ": the router", name, limit, delivered.used(), delivered.events()));
        };
    }

    static Figure micros(String group, String name, String limit, Duration used, double events) {
        return new Figure(group, name, "µs", limit, used.toNanos() / 1e3 / events);
    }

    static Figure cpu(String who, String name, String limit, Duration used, double events) {
        return micros(who + "'s CPU time for an event", name, limit, used, events);
    }

    /** What is to be delivered is made first, and takes nothing from who delivers it. */
    static void whileStopped(Worker worker, Step step) throws IOException {
        worker.signal("STOP");
        try {
            step.take();
        } finally {
            worker.signal("CONT");
        }
    }
}

package io.headwater.deploy.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Measures Headwater beside the limits of what it stands on, interleaved: in each round every figure is taken once, in an
 * order that turns with the round and runs backwards every other time. Every part is a process of its own, the load generator too.
 */
final class Bench {
    private static final int BATCH = 100;
    private static final int PARTITIONS = 12;
    private static final int STARTS = 3;
    private static final String SINGLE = "ingest, one event a request";
    private static final String BATCHES = "ingest, batches of " + BATCH;
    private static final String DIALECTS = "dialects, batches of " + BATCH;
    private static final String DIALECTS_CPU = "dialects, the collector's CPU time for an event";
    /* As many as keep it busy; more only wait for each other. */
    private static final int DIALECT_CONNECTIONS_SHARE = 4;
    private static final String WHOLE = "end to end";
    private static final String DELIVERY = "delivery to one webhook, batches of up to " + BATCH;
    private static final String HANDLER = "bare handler";
    private static final String HANDLER_PRODUCER = "bare handler + raw producer";
    private static final String COLLECTOR = "collector";
    private static final String LEDGER = "ledger: ";
    private static final String WITH = "with a ledger";
    private static final String WITHOUT = "without one";
    private static final String PRODUCER = "Kafka's producer alone";

    static final String BOOTSTRAP = "((?:127\\.0\\.0\\.1|localhost):\\d+)";
    static final String INGEST = "(http://\\S+/v1/events)";
    private static final String METRICS = "(http://\\S+/metrics)";

    private final Plan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private final Figures figures = new Figures();

    /**
     * What to run.
     *
     * @param command the main class of the {@code headwater} command
     * @param parts which groups of figures are taken
     * @param warmUps rounds that do not count, while the compilers are still at work
     * @param millis of each measurement
     * @param rate events a second for latency
     * @param delivered events of each measurement of delivery
     */
    record Plan(
            Class<?> command,
            Set<Part> parts,
            int warmUps,
            int rounds,
            long millis,
            int connections,
            int rate,
            int delivered) {}

    Bench(Plan plan, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    /** A group of figures, on processes of its own. */
    enum Part {
        INGEST,
        DIALECTS,
        OUTAGE,
        WHOLE,
        LEDGER
    }

    Figures run() throws IOException {
        for (Part part : plan.parts()) {
            switch (part) {
                case INGEST -> ingest();
                case DIALECTS -> dialects();
                case OUTAGE -> outage();
                case WHOLE -> wholeWay();
                case LEDGER -> ledger();
            }
        }
        return figures;
    }

    private void ingest() throws IOException {
        progress.accept("starting a broker, the collector and the bare limits");
        BenchConf conf = BenchConf.write(folder.resolve("ingest"), 1);
        try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
            ingest(conf.at(broker.await(BOOTSTRAP)));
        }
    }

    private void ingest(BenchConf conf) throws IOException {
        String kafka = conf.bootstrapServers();
        try (Worker collector = headwater(conf, "collector", "--conf", conf.folder(), "--data", conf.data());
                Worker handler =
                        Worker.start(BareServer.class, List.of(), Map.of()).ready();
                Worker handlerProducer =
                        Worker.start(BareServer.class, List.of(kafka), Map.of()).ready();
                Worker producer = Worker.start(BareProducer.class, List.of(kafka), Map.of())
                        .ready();
                Worker load = Worker.start(Load.class, List.of(), Map.of()).ready()) {
            BenchTopic.create(kafka, BareServer.TOPIC, PARTITIONS);
            String ingest = collector.await(INGEST);
            List<Measure> measures = List.of(
                    closed(load, SINGLE, HANDLER, "", bare(handler), 1),
                    closed(load, SINGLE, HANDLER_PRODUCER, HANDLER, bare(handlerProducer), 1),
                    closed(load, SINGLE, COLLECTOR, HANDLER_PRODUCER, ingest, 1),
                    alone(producer),
                    closed(load, BATCHES, COLLECTOR, PRODUCER, ingest, BATCH));
            rounds("ingest", measures);
        }
    }

    private void dialects() throws IOException {
        progress.accept("starting a fresh broker and collector");
        BenchConf conf = BenchConf.write(folder.resolve("dialects"), 1);
        try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
            BenchConf at = conf.at(broker.await(BOOTSTRAP));
            try (Worker collector = headwater(at, "collector", "--conf", at.folder(), "--data", at.data());
                    Worker load = Worker.start(Load.class, List.of(), Map.of()).ready()) {
                String ingest = collector.await(INGEST);
                List<Measure> measures = new ArrayList<>(List.of(dialect(collector, load, ingest, Wire.NATIVE)));
                Wire.OTHERS.forEach(wire -> measures.add(dialect(collector, load, ingest, wire)));
                rounds("dialects", measures);
            }
        }
    }

    private void outage() throws IOException {
        progress.accept("starting a fresh broker and collector");
        BenchConf conf = BenchConf.write(folder.resolve("outage"), 1);
        try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
            BenchConf at = conf.at(broker.await(BOOTSTRAP));
            try (Worker collector = headwater(at, "collector", "--conf", at.folder(), "--data", at.data());
                    Worker load = Worker.start(Load.class, List.of(), Map.of()).ready()) {
                String ingest = collector.await(INGEST);
                SpoolRound.Parts parts = new SpoolRound.Parts(broker, load, ingest, collector.await(METRICS));
                SpoolRound round = new SpoolRound(parts, at.path(), plan.millis(), plan.connections());
                rounds("Kafka away", List.of(round::take));
            }
        }
    }

    private void wholeWay() throws IOException {
        progress.accept("starting a fresh broker, collector and router");
        try (Worker end = Worker.start(EndToEnd.class, List.of(), Map.of()).ready()) {
            BenchConf conf =
                    BenchConf.write(folder.resolve("whole"), end.ask("port").getInteger("port"));
            try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
                wholeWay(conf.at(broker.await(BOOTSTRAP)), end);
            }
        }
    }

    private void wholeWay(BenchConf conf, Worker end) throws IOException {
        try (Worker collector = headwater(conf, "collector", "--conf", conf.folder(), "--data", conf.data());
                Worker router = headwater(conf, "router", "--conf", conf.folder())) {
            String ingest = collector.await(INGEST);
            router.await("http://\\S+");
            List<String> arguments = List.of(conf.bootstrapServers(), Integer.toString(PARTITIONS));
            try (Worker preload =
                    Worker.start(Preload.class, arguments, Map.of()).ready()) {
                rounds("end to end", List.of(latency(end, ingest), delivered(end, preload)));
            }
        }
    }

    /* The same pipeline twice, once without a ledger. Started several times: two processes of one program differ by themselves. */
    private void ledger() throws IOException {
        for (int start = 1; start <= STARTS; start++) {
            String what = "ledger, start " + start + " of " + STARTS;
            progress.accept(what + ": two pipelines, one of them without a ledger");
            Path there = folder.resolve("ledger-" + start);
            boolean first = start % 2 == 1;
            try (Pair one = pair(there, first);
                    Pair other = pair(there, !first);
                    Worker load = Worker.start(Load.class, List.of(), Map.of()).ready()) {
                ledger(what, first ? one : other, first ? other : one, load);
            }
        }
    }

    private Pair pair(Path folder, boolean without) throws IOException {
        Map<String, String> off = Map.of("HEADWATER_FORWARD_REPORT_EVERY", "0s", "HEADWATER_LEDGER_REPORT_EVERY", "0s");
        return new Pair(
                plan.command(), folder.resolve(without ? "without" : "with"), PARTITIONS, without ? off : Map.of());
    }

    private void ledger(String what, Pair without, Pair with, Worker load) throws IOException {
        rounds(what + ", delivery", List.of(delivered(without, WITHOUT, ""), delivered(with, WITH, WITHOUT)));
        /* Still at work on what one round brought, they would take the next one's share of the cores. */
        without.stopRouter();
        with.stopRouter();
        rounds(
                what + ", ingest",
                List.of(
                        ingested(without, load, SINGLE, WITHOUT, "", 1),
                        ingested(with, load, SINGLE, WITH, WITHOUT, 1),
                        ingested(without, load, BATCHES, WITHOUT, "", BATCH),
                        ingested(with, load, BATCHES, WITH, WITHOUT, BATCH)));
    }

    private Measure delivered(Pair pair, String name, String limit) {
        String group = LEDGER + DELIVERY;
        return () -> {
            Duration before = pair.routerCpu();
            double perSecond = pair.delivered(plan.delivered());
            return List.of(
                    new Figure(group, name, "events/s", limit, perSecond),
                    cpu(group + ": the router", name, limit, pair.routerCpu().minus(before), plan.delivered()));
        };
    }

    private Measure ingested(Pair pair, Worker load, String what, String name, String limit, int batch) {
        Measure rate = closed(load, LEDGER + what, name, limit, pair.ingest(), batch);
        return () -> {
            Duration before = pair.collectorCpu();
            List<Figure> taken = rate.take();
            Duration used = pair.collectorCpu().minus(before);
            double events = taken.get(0).value() * plan.millis() / 1_000;
            return List.of(taken.get(0), cpu(LEDGER + what + ": the collector", name, limit, used, events));
        };
    }

    private static Figure cpu(String who, String name, String limit, Duration used, double events) {
        return new Figure(who + "'s CPU time for an event", name, "µs", limit, used.toNanos() / 1e3 / events);
    }

    /** One measurement, taken once a round. */
    private interface Measure {
        List<Figure> take() throws IOException;
    }

    private void rounds(String what, List<Measure> measures) throws IOException {
        for (int round = 1 - plan.warmUps(); round <= plan.rounds(); round++) {
            boolean warming = round < 1;
            progress.accept(what + (warming ? ": warming up" : ": round " + round + " of " + plan.rounds()));
            for (Measure measure : inTurn(measures, Math.max(round - 1, 0))) {
                List<Figure> taken = measure.take();
                if (!warming) {
                    taken.forEach(figures::add);
                }
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

    private Measure closed(Worker load, String group, String name, String limit, String url, int batch) {
        String command = Load.command(Wire.NATIVE, url, plan.connections(), batch, plan.millis());
        return () -> {
            JsonObject result = load.ask(command);
            if (result.getLong("failed") > 0) {
                progress.accept(name + ": " + result.getLong("failed") + " requests were not answered 200");
            }
            String unit = batch == 1 ? "requests/s" : "events/s";
            return List.of(new Figure(group, name, unit, limit, result.getDouble("perSecond")));
        };
    }

    private Measure dialect(Worker collector, Worker load, String url, Wire wire) {
        int connections = Math.max(1, plan.connections() / DIALECT_CONNECTIONS_SHARE);
        String command = Load.command(wire, url, connections, BATCH, plan.millis());
        String limit = wire.equals(Wire.NATIVE) ? "" : Wire.NATIVE.name();
        return () -> {
            Duration before = collector.cpu();
            JsonObject result = load.ask(command);
            Duration used = collector.cpu().minus(before);
            if (result.getLong("failed") > 0) {
                throw new IOException(wire.name() + ": " + result.getLong("failed") + " requests were refused");
            }
            double micros = used.toNanos() / 1e3 / (result.getLong("answered") * BATCH);
            return List.of(
                    new Figure(DIALECTS, wire.name(), "events/s", limit, result.getDouble("perSecond")),
                    new Figure(DIALECTS_CPU, wire.name(), "µs", limit, micros));
        };
    }

    private Measure alone(Worker producer) {
        return () -> {
            double perSecond = producer.ask(Long.toString(plan.millis())).getDouble("perSecond");
            return List.of(new Figure(BATCHES, PRODUCER, "events/s", "", perSecond));
        };
    }

    private Measure latency(Worker end, String url) {
        String group = WHOLE + ", " + plan.rate() + " events/s";
        return () -> {
            JsonObject result = end.ask("open " + url + " " + plan.rate() + " " + plan.millis());
            return List.of(
                    new Figure(group, "p50", "ms", "", result.getDouble("p50")),
                    new Figure(group, "p95", "ms", "", result.getDouble("p95")),
                    new Figure(group, "p99", "ms", "", result.getDouble("p99")),
                    new Figure(group, "slowest", "ms", "", result.getDouble("slowest")),
                    new Figure(group, "acknowledged", "events", "", result.getDouble("acknowledged")),
                    new Figure(group, "lost", "events", "", result.getDouble("lost")),
                    new Figure(group, "repeated", "events", "", result.getDouble("repeated")));
        };
    }

    private Measure delivered(Worker end, Worker preload) {
        return () -> {
            end.ask("reset");
            preload.ask(Integer.toString(plan.delivered()));
            double perSecond = end.ask("expect " + plan.delivered()).getDouble("perSecond");
            return List.of(new Figure(DELIVERY, "router", "events/s", "", perSecond));
        };
    }

    private static String bare(Worker server) throws IOException {
        return "http://127.0.0.1:" + server.ask("port").getInteger("port") + "/v1/events";
    }

    private Worker headwater(BenchConf conf, String... arguments) throws IOException {
        return Worker.start(plan.command(), List.of(arguments), conf.environment());
    }
}

package io.headwater.deploy.bench;

import io.headwater.kafka.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
    private static final String LATENCY = "ingest, one event a request, at shares of its most (open loop)";
    private static final int[] SHARES = {10, 25, 50, 75, 90};
    private static final String HANDLER = "bare handler";
    private static final String HANDLER_PRODUCER = "bare handler + raw producer";
    private static final String BARE_ROUTER = "bare consumer + bare client";
    private static final String COLLECTOR = "collector";
    /* Events a second that warm the whole way up: more than are measured, so that it takes less time. */
    private static final int WARM_RATE = 3_000;
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
     * @param warmMillis how long each process works before anything counts, while the compilers are still at it
     * @param millis of each measurement
     * @param rate events a second for latency
     * @param delivered events of each measurement of delivery
     */
    record Plan(
            Class<?> command,
            Set<Part> parts,
            long warmMillis,
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
        OVERLOAD,
        MEMORY,
        START,
        LEDGER
    }

    Figures run() throws IOException {
        for (Part part : plan.parts()) {
            switch (part) {
                case INGEST -> ingest();
                case DIALECTS -> dialects();
                case OUTAGE -> outage();
                case WHOLE -> wholeWay();
                case OVERLOAD -> overload();
                case MEMORY -> memory();
                case START -> start();
                case LEDGER -> ledger();
            }
        }
        return figures;
    }

    private void ingest() throws IOException {
        progress.accept("starting a broker, the collector and the bare limits");
        BenchConf conf = BenchConf.write(folder.resolve("ingest"), 1);
        try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
            ingest(conf.at(broker.await(BOOTSTRAP)), broker);
        }
    }

    private void ingest(BenchConf conf, Worker broker) throws IOException {
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
                    costed(
                            closed(load, SINGLE, HANDLER_PRODUCER, HANDLER, bare(handlerProducer), 1),
                            of("", handlerProducer, broker, load)),
                    costed(
                            closed(load, SINGLE, COLLECTOR, HANDLER_PRODUCER, ingest, 1),
                            of(HANDLER_PRODUCER, collector, broker, load)),
                    costed(alone(producer), of("", producer, broker)),
                    costed(
                            closed(load, BATCHES, COLLECTOR, PRODUCER, ingest, BATCH),
                            of(PRODUCER, collector, broker, load)));
            rounds("ingest", measures);
            atShares(load, ingest, figures.median(SINGLE, COLLECTOR));
        }
    }

    /* Latency from the time a request was meant to be sent, at shares of the rate the collector has just shown to be its most. */
    private void atShares(Worker load, String url, double most) throws IOException {
        List<Measure> measures = new ArrayList<>();
        for (int share : SHARES) {
            long rate = Math.max(1, Math.round(most * share / 100));
            String command = Load.command(Wire.NATIVE, url, plan.connections(), 1, plan.millis(), rate);
            measures.add(() -> {
                JsonObject result = load.ask(command);
                return List.of(
                        atShare(share, rate, "p50", "ms", result.getDouble("p50")),
                        atShare(share, rate, "p95", "ms", result.getDouble("p95")),
                        atShare(share, rate, "p99", "ms", result.getDouble("p99")),
                        atShare(share, rate, "not accepted", "requests", missed(result)));
            });
        }
        rounds("latency of ingest", measures, 0); // the collector has just been at its most
    }

    private static double missed(JsonObject result) {
        return (double) result.getLong("shed") + result.getLong("failed");
    }

    private static Figure atShare(int share, long rate, String what, String unit, double value) {
        return new Figure(
                LATENCY, String.format(Locale.ROOT, "%s at %d %% (%,d/s)", what, share, rate), unit, "", value, rate);
    }

    /** A process at work in a measurement, and the figure its whole cost is held against. */
    private record Cost(String limit, List<Worker> workers) {}

    private static Cost of(String limit, Worker... workers) {
        return new Cost(limit, List.of(workers));
    }

    /* The rate, and what an event of it costs each process and all of them. */
    private Measure costed(Measure rate, Cost cost) {
        return () -> {
            List<Duration> before = cost.workers().stream().map(Worker::cpu).toList();
            Figure taken = rate.take().get(0);
            double events = taken.value() * plan.millis() / 1_000;
            List<Figure> all = new ArrayList<>(List.of(taken));
            String group = taken.group() + ": CPU time for an event";
            Duration sum = Duration.ZERO;
            for (int i = 0; i < before.size(); i++) {
                Worker worker = cost.workers().get(i);
                Duration used = worker.cpu().minus(before.get(i));
                sum = sum.plus(used);
                all.add(micros(group, taken.name() + " · " + worker.name(), "", used, events));
            }
            all.add(micros(group, taken.name(), cost.limit(), sum, events));
            return all;
        };
    }

    private static Figure micros(String group, String name, String limit, Duration used, double events) {
        return new Figure(group, name, "µs", limit, used.toNanos() / 1e3 / events);
    }

    private void dialects() throws IOException {
        onCollector("dialects", (at, broker, collector, load) -> {
            String ingest = collector.await(INGEST);
            List<Measure> measures = new ArrayList<>(List.of(dialect(collector, load, ingest, Wire.NATIVE)));
            Wire.OTHERS.forEach(wire -> measures.add(dialect(collector, load, ingest, wire)));
            rounds("dialects", measures);
        });
    }

    private void outage() throws IOException {
        onCollector("outage", (at, broker, collector, load) -> {
            String ingest = collector.await(INGEST);
            SpoolRound.Parts parts = new SpoolRound.Parts(broker, load, ingest, collector.await(METRICS));
            SpoolRound round = new SpoolRound(parts, at.path(), plan.millis(), plan.connections());
            rounds("Kafka away", List.of(round::take));
        });
    }

    private void overload() throws IOException {
        onCollector("overload", (at, broker, collector, load) -> {
            String ingest = collector.await(INGEST);
            progress.accept("overload: warming up");
            load.ask(Load.command(Wire.NATIVE, ingest, plan.connections(), 1, plan.warmMillis()));
            OverloadRound round = new OverloadRound(collector, load, ingest, at.bootstrapServers(), plan);
            rounds("overload", List.of(round::take), 0);
        });
    }

    /** What is measured on a collector of its own. */
    private interface OnCollector {
        void measure(BenchConf at, Worker broker, Worker collector, Worker load) throws IOException;
    }

    private void onCollector(String part, OnCollector what) throws IOException {
        progress.accept("starting a fresh broker and collector");
        BenchConf conf = BenchConf.write(folder.resolve(part), 1);
        try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
            BenchConf at = conf.at(broker.await(BOOTSTRAP));
            try (Worker collector = headwater(at, "collector", "--conf", at.folder(), "--data", at.data());
                    Worker load = Worker.start(Load.class, List.of(), Map.of()).ready()) {
                what.measure(at, broker, collector, load);
            }
        }
    }

    private void memory() throws IOException {
        progress.accept("starting a fresh broker, and a collector and a router with little memory");
        try (Worker end = Worker.start(EndToEnd.class, List.of(), Map.of()).ready()) {
            BenchConf conf =
                    BenchConf.write(folder.resolve("memory"), end.ask("port").getInteger("port"));
            try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
                BenchConf at = conf.at(broker.await(BOOTSTRAP));
                List<String> in = List.of("collector", "--conf", at.folder(), "--data", at.data());
                List<String> out = List.of("router", "--conf", at.folder());
                String heap = "-Xmx" + MemoryRound.HEAP;
                try (Worker collector = Worker.start(heap, plan.command(), in, at.environment());
                        Worker router = Worker.start(heap, plan.command(), out, at.environment())) {
                    String ingest = collector.await(INGEST);
                    router.await("http://\\S+");
                    MemoryRound round = new MemoryRound(end, collector, router, ingest, plan.millis());
                    rounds("memory", List.of(round::take));
                }
            }
        }
    }

    private void start() throws IOException {
        progress.accept("starting a fresh broker");
        BenchConf conf = BenchConf.write(folder.resolve("start"), 1);
        try (Worker broker = headwater(conf, "broker", "--port", "0", "--data", conf.data())) {
            StartRound round = new StartRound(plan.command(), conf.at(broker.await(BOOTSTRAP)));
            /* The first start makes the topics. */
            round.take();
            for (int i = 1; i <= plan.rounds(); i++) {
                progress.accept("start to ready: round " + i + " of " + plan.rounds());
                round.take().forEach(figures::add);
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
                BenchTopic.create(conf.bootstrapServers(), BareServer.TOPIC, PARTITIONS);
                String port = end.ask("port").getInteger("port").toString();
                List<String> bare = List.of(conf.bootstrapServers(), BareServer.TOPIC, port);
                try (Worker consumer =
                        Worker.start(BareRouter.class, bare, Map.of()).ready()) {
                    progress.accept("end to end: warming up at " + WARM_RATE + " events/s");
                    end.ask("open " + ingest + " " + WARM_RATE + " " + plan.warmMillis());
                    rounds(
                            "end to end",
                            List.of(
                                    latency(end, ingest),
                                    deliveredBare(end, preload, consumer),
                                    delivered(end, preload, router)));
                }
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
        return micros(who + "'s CPU time for an event", name, limit, used, events);
    }

    /** One measurement, taken once a round. */
    private interface Measure {
        List<Figure> take() throws IOException;
    }

    private void rounds(String what, List<Measure> measures) throws IOException {
        rounds(what, measures, plan.warmMillis());
    }

    private void rounds(String what, List<Measure> measures, long warmMillis) throws IOException {
        for (int i = 0; i < measures.size(); i++) {
            progress.accept(what + ": warming up, " + (i + 1) + " of " + measures.size());
            long until = System.nanoTime() + warmMillis * 1_000_000;
            do {
                measures.get(i).take();
            } while (System.nanoTime() < until);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept(what + ": round " + round + " of " + plan.rounds());
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

    private Measure delivered(Worker end, Worker preload, Worker router) {
        return () -> {
            end.ask("reset");
            Duration before = router.cpu();
            whileStopped(router, () -> preload.ask(plan.delivered() + " " + Topics.EVENTS));
            double perSecond = end.ask("expect " + plan.delivered()).getDouble("perSecond");
            Duration used = router.cpu().minus(before);
            return List.of(
                    new Figure(DELIVERY, "router", "events/s", BARE_ROUTER, perSecond),
                    cpu(DELIVERY + ": the router", "router", "", used, plan.delivered()));
        };
    }

    /* What is to be delivered is made first, and takes nothing from who delivers it. */
    static void whileStopped(Worker worker, Step step) throws IOException {
        worker.signal("STOP");
        try {
            step.take();
        } finally {
            worker.signal("CONT");
        }
    }

    /** Something that processes of the bench are asked for. */
    interface Step {
        void take() throws IOException;
    }

    private Measure deliveredBare(Worker end, Worker preload, Worker consumer) {
        return () -> {
            end.ask("reset");
            preload.ask(plan.delivered() + " " + BareServer.TOPIC);
            consumer.ask(Integer.toString(plan.delivered()));
            double perSecond = end.ask("expect " + plan.delivered()).getDouble("perSecond");
            return List.of(new Figure(DELIVERY, BARE_ROUTER, "events/s", "", perSecond));
        };
    }

    private static String bare(Worker server) throws IOException {
        return "http://127.0.0.1:" + server.ask("port").getInteger("port") + "/v1/events";
    }

    private Worker headwater(BenchConf conf, String... arguments) throws IOException {
        return Worker.start(plan.command(), List.of(arguments), conf.environment());
    }
}

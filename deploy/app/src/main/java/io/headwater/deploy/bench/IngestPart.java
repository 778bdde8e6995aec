package io.headwater.deploy.bench;

import io.headwater.deploy.bench.Lab.Measure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many events the collector takes, beside the bare limits of what it stands on, and its latency at shares of that. */
final class IngestPart implements Bench.Work {
    private static final String LATENCY = "ingest, one event a request, at shares of its most (open loop)";
    private static final int[] SHARES = {10, 25, 50, 75, 90};
    private static final String HANDLER = "bare handler";
    private static final String HANDLER_PRODUCER = "bare handler + raw producer";
    private static final String COLLECTOR = "collector";
    private static final String PRODUCER = "Kafka's producer alone";

    private final Lab lab;

    IngestPart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        lab.progress("starting a broker, the collector and the bare limits");
        BenchConf conf = lab.conf("ingest", 1);
        try (Worker broker = lab.broker(conf)) {
            run(conf.at(broker.await(Lab.BOOTSTRAP)), broker);
        }
    }

    private void run(BenchConf conf, Worker broker) throws IOException {
        String kafka = conf.bootstrapServers();
        try (Worker collector = lab.collector(conf);
                Worker handler =
                        Worker.start(BareServer.class, List.of(), Map.of()).ready();
                Worker handlerProducer =
                        Worker.start(BareServer.class, List.of(kafka), Map.of()).ready();
                Worker producer = Worker.start(BareProducer.class, List.of(kafka), Map.of())
                        .ready();
                Worker load = Lab.load()) {
            BenchTopic.create(kafka, BareServer.TOPIC, Lab.PARTITIONS);
            String ingest = collector.await(Lab.INGEST);
            List<Measure> measures = List.of(
                    lab.closed(load, Lab.SINGLE, HANDLER, "", bare(handler), 1),
                    costed(
                            lab.closed(load, Lab.SINGLE, HANDLER_PRODUCER, HANDLER, bare(handlerProducer), 1),
                            of("", handlerProducer, broker, load)),
                    costed(
                            lab.closed(load, Lab.SINGLE, COLLECTOR, HANDLER_PRODUCER, ingest, 1),
                            of(HANDLER_PRODUCER, collector, broker, load)),
                    costed(alone(producer), of("", producer, broker)),
                    costed(
                            lab.closed(load, Lab.BATCHES, COLLECTOR, PRODUCER, ingest, Lab.BATCH),
                            of(PRODUCER, collector, broker, load)));
            lab.rounds("ingest", measures);
            atShares(load, ingest, lab.figures().median(Lab.SINGLE, COLLECTOR));
        }
    }

    /* Latency from the time a request was meant to be sent, at shares of the rate the collector has just shown to be its most. */
    private void atShares(Worker load, String url, double most) throws IOException {
        List<Measure> measures = new ArrayList<>();
        for (int share : SHARES) {
            long rate = Math.max(1, Math.round(most * share / 100));
            String command = Load.command(
                    Wire.NATIVE, url, lab.plan().connections(), 1, lab.plan().millis(), rate);
            measures.add(() -> {
                JsonObject result = load.ask(command);
                return List.of(
                        atShare(share, rate, "p50", "ms", result.getDouble("p50")),
                        atShare(share, rate, "p95", "ms", result.getDouble("p95")),
                        atShare(share, rate, "p99", "ms", result.getDouble("p99")),
                        atShare(share, rate, "not accepted", "requests", missed(result)));
            });
        }
        lab.rounds("latency of ingest", measures, 0); // the collector has just been at its most
    }

    private static double missed(JsonObject result) {
        return (double) result.getLong("shed") + result.getLong("failed");
    }

    private static Figure atShare(int share, long rate, String what, String unit, double value) {
        return new Figure(
                LATENCY, String.format(Locale.ROOT, "%s at %d %% (%,d/s)", what, share, rate), unit, "", value, rate);
    }

    /** Processes at work in a measurement, and the figure their whole cost is held against. */
    private record Cost(String limit, List<Worker> workers) {}

    private static Cost of(String limit, Worker... workers) {
        return new Cost(limit, List.of(workers));
    }

    /* The rate, and what an event of it costs each process and all of them. */
    private Measure costed(Measure rate, Cost cost) {
        return () -> {
            List<Duration> before = cost.workers().stream().map(Worker::cpu).toList();
            Figure taken = rate.take().get(0);
            double events = taken.value() * lab.plan().millis() / 1_000;
            List<Figure> all = new ArrayList<>(List.of(taken));
            String group = taken.group() + ": CPU time for an event";
            Duration sum = Duration.ZERO;
            for (int i = 0; i < before.size(); i++) {
                Worker worker = cost.workers().get(i);
                Duration used = worker.cpu().minus(before.get(i));
                sum = sum.plus(used);
                all.add(Lab.micros(group, taken.name() + " · " + worker.name(), "", used, events));
            }
            all.add(Lab.micros(group, taken.name(), cost.limit(), sum, events));
            return all;
        };
    }

    private Measure alone(Worker producer) {
        return () -> {
            double perSecond = producer.ask(Long.toString(lab.plan().millis())).getDouble("perSecond");
            return List.of(new Figure(Lab.BATCHES, PRODUCER, "events/s", "", perSecond));
        };
    }

    private static String bare(Worker server) throws IOException {
        return "http://127.0.0.1:" + server.ask("port").getInteger("port") + "/v1/events";
    }
}

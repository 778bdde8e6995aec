package io.headwater.deploy.bench;

import io.headwater.deploy.bench.Lab.Measure;
import io.headwater.deploy.bench.Pipeline.Delivered;
import io.headwater.deploy.bench.Pipeline.Setup;
import io.headwater.kafka.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether an event costs the same where there are more of everything: sources and destinations, bytes of an event, events that stand
 * in the topic already. Two pipelines are measured in turn, each part of the way by itself: the router on what was made for it while
 * it stood still, the collector when the router has ended.
 */
final class GrowthPart implements Bench.Work {
    private static final String GROUP = "cost growth, ";
    private static final int MANY_SOURCES = 100;
    private static final int MANY_DESTINATIONS = 50;
    private static final int SMALL = 200;
    private static final int LARGE = 10 * 1024;
    /* As many as keep it busy; more only wait for each other. */
    private static final int CONNECTIONS_SHARE = 4;
    private static final int FILLED_AT_ONCE = 250_000;
    private static final int SAMPLE = 1_000;

    private final Lab lab;

    GrowthPart(Lab lab) {
        this.lab = lab;
    }

    /** One row of a table: a pipeline, what is sent through it, and the row it is held against. */
    private record Case(Pipeline pipeline, Shape shape, String name, String limit) {
        /* About as many bytes, whatever their size. */
        int events(int sampled) {
            return shape.bytes() <= SAMPLE ? sampled : Math.max(Lab.BATCH, sampled / (shape.bytes() / SAMPLE));
        }
    }

    @Override
    public void run() throws IOException {
        lab.progress("starting a pipeline, and one with many sources and destinations");
        Setup many = Setup.PLAIN.of(MANY_SOURCES, MANY_DESTINATIONS);
        try (Pipeline one = pipeline("one", Setup.PLAIN);
                Pipeline other = pipeline("many", many)) {
            String first = "1 source, 1 destination";
            String second = String.format(Locale.ROOT, "%d sources, %d destinations", MANY_SOURCES, MANY_DESTINATIONS);
            run(
                    "sources and destinations",
                    List.of(
                            new Case(one, Shape.PLAIN, first, ""),
                            new Case(other, new Shape(MANY_SOURCES, 0), second, first)));
        }
        lab.progress("starting a pipeline");
        try (Pipeline one = pipeline("sizes", Setup.PLAIN)) {
            run(
                    "bytes of an event",
                    List.of(
                            new Case(one, Shape.PLAIN, "1 KB", ""),
                            new Case(one, new Shape(1, SMALL), "0.2 KB", "1 KB"),
                            new Case(one, new Shape(1, LARGE), "10 KB", "1 KB")));
        }
        lab.progress("starting two pipelines");
        try (Pipeline empty = pipeline("empty", Setup.PLAIN);
                Pipeline full = pipeline("full", Setup.PLAIN)) {
            fill(full);
            String first = "an empty topic";
            String second =
                    String.format(Locale.ROOT, "%,d events in it", lab.plan().standing());
            run(
                    "events in the topic",
                    List.of(new Case(empty, Shape.PLAIN, first, ""), new Case(full, Shape.PLAIN, second, first)));
        }
    }

    private Pipeline pipeline(String name, Setup setup) throws IOException {
        return new Pipeline(lab.plan().command(), lab.folder(name), setup);
    }

    /* Events that no destination asked for, which the router reads all the same; it keeps up. */
    private void fill(Pipeline pipeline) throws IOException {
        int all = lab.plan().standing();
        for (int stand = 0; stand < all; stand += FILLED_AT_ONCE) {
            lab.progress(String.format(Locale.ROOT, "filling a topic: %,d of %,d events", stand, all));
            int events = Math.min(FILLED_AT_ONCE, all - stand);
            pipeline.preload().ask(Preload.command(events, Topics.EVENTS, Shape.UNROUTED));
            pipeline.delivered(Lab.BATCH, Shape.PLAIN);
        }
    }

    private void run(String what, List<Case> cases) throws IOException {
        List<Measure> deliveries = new ArrayList<>();
        List<Measure> ingests = new ArrayList<>();
        try (Worker load = Lab.load()) {
            for (Case each : cases) {
                deliveries.add(() -> delivered(what, each));
                ingests.add(() -> ingested(what, each, load));
            }
            lab.rounds(GROUP + what + ", router", deliveries, lab.plan().warmMillis() * Lab.ROUTER_WARMS);
            cases.forEach(each -> each.pipeline().stopRouter());
            lab.rounds(GROUP + what + ", collector", ingests);
        }
    }

    private List<Figure> delivered(String what, Case each) throws IOException {
        Delivered delivered = each.pipeline().delivered(each.events(lab.plan().delivered()), each.shape());
        String router = GROUP + what + ": the router";
        return List.of(
                Lab.cpu(router, each.name(), each.limit(), delivered.used(), delivered.events()),
                new Figure(router + "'s events a request", each.name(), "events", "", delivered.perRequest()));
    }

    private List<Figure> ingested(String what, Case each, Worker load) throws IOException {
        int connections = Math.max(1, lab.plan().connections() / CONNECTIONS_SHARE);
        Duration before = each.pipeline().collector().cpu();
        JsonObject result = load.ask(Load.command(
                Wire.of(each.shape()),
                each.pipeline().ingest(),
                connections,
                Lab.BATCH,
                lab.plan().millis()));
        Duration used = each.pipeline().collector().cpu().minus(before);
        if (result.getLong("failed") > 0) {
            throw new IOException(each.name() + ": " + result.getLong("failed") + " requests were refused");
        }
        double events = (double) result.getLong("answered") * Lab.BATCH;
        return List.of(Lab.cpu(GROUP + what + ": the collector", each.name(), each.limit(), used, events));
    }
}

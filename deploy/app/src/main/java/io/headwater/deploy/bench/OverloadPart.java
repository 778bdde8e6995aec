package io.headwater.deploy.bench;

import io.headwater.kafka.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One round of overload: a collector that has half a processor is sent as much as it answers, and then three times that, whether it
 * answers or not.
 */
final class OverloadRound {
    static final String GROUP = "overload: a collector with half a processor";
    private static final double PROCESSORS = 0.5;
    private static final int TIMES = 3;
    /* A connection has one request under way: with few of them nothing is ever too much, with many everything is. */
    private static final int ENOUGH = 4;
    private static final int MANY = 16;
    private static final String MOST = "accepted, as many as it answers";
    private static final String OVER = "accepted, at " + TIMES + " times that";

    private final Worker collector;
    private final Worker load;
    private final String url;
    private final String kafka;
    private final Bench.Plan plan;

    OverloadRound(Worker collector, Worker load, String url, String kafka, Bench.Plan plan) {
        this.collector = collector;
        this.load = load;
        this.url = url;
        this.kafka = kafka;
        this.plan = plan;
    }

    List<Figure> take() throws IOException {
        Throttle throttle = new Throttle(collector, PROCESSORS);
        try {
            return figures();
        } finally {
            throttle.close();
        }
    }

    private List<Figure> figures() throws IOException {
        double most = load.ask(Load.command(Wire.NATIVE, url, ENOUGH * plan.connections(), 1, plan.millis()))
                .getDouble("perSecond");
        long before = BenchTopic.records(kafka, Topics.EVENTS);
        long rate = Math.max(1, Math.round(TIMES * most));
        JsonObject over = load.ask(Load.command(Wire.NATIVE, url, MANY * plan.connections(), 1, plan.millis(), rate));
        long durable = BenchTopic.records(kafka, Topics.EVENTS) - before;
        long accepted = over.getLong("accepted");
        List<Figure> figures = new ArrayList<>();
        add(figures, MOST, "requests/s", "", most);
        add(figures, OVER, "requests/s", MOST, over.getDouble("perSecond"));
        add(figures, "p50 of those", "ms", "", over.getDouble("p50"));
        add(figures, "p99 of those", "ms", "", over.getDouble("p99"));
        add(figures, "answered 429 or 503", "requests", "", over.getDouble("shed"));
        add(figures, "not answered, or otherwise", "requests", "", over.getDouble("failed"));
        add(figures, "acknowledged and not in Kafka", "events", "", Math.max(0.0, accepted - (double) durable));
        return figures;
    }

    private static void add(List<Figure> figures, String name, String unit, String limit, double value) {
        figures.add(new Figure(GROUP, name, unit, limit, value));
    }
}

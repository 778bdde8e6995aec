package io.headwater.deploy.bench;

import io.headwater.deploy.bench.Lab.Measure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The whole way of an event, from a client to a webhook: its latency, and how many are delivered beside the bare limit. */
final class WholePart implements Bench.Work {
    private static final String BARE = "bare consumer + bare client";
    /* Events a second that warm the whole way up: more than are measured, so that it takes less time. */
    private static final int WARM_RATE = 3_000;

    private final Lab lab;

    WholePart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        long warmMillis = lab.plan().warmMillis() * Lab.ROUTER_WARMS;
        lab.progress("starting a pipeline");
        try (Pipeline pipeline = new Pipeline(lab.plan().command(), lab.folder("whole"), Pipeline.Setup.PLAIN)) {
            BenchTopic.create(pipeline.kafka(), BareServer.TOPIC, Lab.PARTITIONS);
            String port = pipeline.end().ask("port").getInteger("port").toString();
            List<String> arguments = List.of(pipeline.kafka(), BareServer.TOPIC, port);
            try (Worker bare =
                    Worker.start(BareRouter.class, arguments, Map.of()).ready()) {
                lab.progress("end to end: warming up at " + WARM_RATE + " events/s");
                pipeline.open(WARM_RATE, warmMillis);
                lab.rounds(
                        "end to end",
                        List.of(
                                latency(pipeline),
                                deliveredBare(pipeline, bare),
                                lab.delivered(pipeline, Lab.DELIVERY, "router", BARE)),
                        warmMillis);
            }
        }
    }

    private Measure latency(Pipeline pipeline) {
        int rate = lab.plan().rate();
        String group = "end to end, " + rate + " events/s";
        return () -> {
            JsonObject result = pipeline.open(rate, lab.plan().millis());
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

    private Measure deliveredBare(Pipeline pipeline, Worker bare) {
        int events = lab.plan().delivered();
        return () -> {
            pipeline.end().ask("reset");
            pipeline.preload().ask(Preload.command(events, BareServer.TOPIC, Shape.PLAIN));
            bare.ask(Integer.toString(events));
            double perSecond = pipeline.end().ask("expect " + events).getDouble("perSecond");
            return List.of(new Figure(Lab.DELIVERY, BARE, "events/s", "", perSecond));
        };
    }
}

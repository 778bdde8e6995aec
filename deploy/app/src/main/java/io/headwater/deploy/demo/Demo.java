package io.headwater.deploy.demo;

import io.headwater.collector.Collector;
import io.headwater.collector.CollectorData;
import io.headwater.deploy.process.ConfigFolder;
import io.headwater.deploy.process.Configuration;
import io.headwater.deploy.process.RunningNode;
import io.headwater.deploy.process.Screen;
import io.headwater.deploy.process.Sides;
import io.headwater.deploy.process.Signals;
import io.headwater.deploy.process.Surroundings;
import io.headwater.deploy.process.Url;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** One run of the demo on a Kafka that is up: both sides, the webhook, the players and what is shown of them. */
final class Demo {
    private static final int PAUSE_MILLIS = 50;

    private final Screen screen;
    private final Signals signals;
    private final Path data;
    private final Map<String, String> environment;
    private final Delivered delivered = new Delivered(Clock.systemUTC().instant());
    /* Of the webhook and the players, apart from the one that is shown. */
    private final Vertx outside = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    Demo(Screen screen, Signals signals, Path data, Map<String, String> environment) {
        this.screen = screen;
        this.signals = signals;
        this.data = data;
        this.environment = environment;
    }

    /** Runs until a signal comes, drains, sums up, and returns what to exit with. */
    int run(Sides sides, int traffic) throws InterruptedException {
        try (ArrivalScreen arrivals = new ArrivalScreen(screen, DemoFiles.PLAYERS, outside)) {
            WebhookSecret secret = WebhookSecret.random();
            SampleWebhook webhook = SampleWebhook.start(outside, secret, arrival -> {
                delivered.arrived(arrival);
                arrivals.arrived(arrival);
            });
            return run(configuration(sides, webhook, secret), webhook, traffic);
        } finally {
            outside.close().await();
        }
    }

    private Configuration configuration(Sides sides, SampleWebhook webhook, WebhookSecret secret) {
        ConfigFolder own = DemoFiles.write(data.resolve("conf"), environment, webhook.url(), secret);
        CollectorData data = own.data();
        return new Configuration(own, sides, data, own.routing());
    }

    private int run(Configuration configuration, SampleWebhook webhook, int traffic) throws InterruptedException {
        Sides sides = configuration.sides();
        Collector collector = configuration.newCollector();
        MeterRegistry meters;
        int exitCode;
        Supplier<RunningNode> start = () -> RunningNode.start(
                sides.collector().node(), List.of(collector, configuration.newRouter()), sides.drainTimeout(), signals);
        try (RunningNode node = screen.during("starting collector and router", start)) {
            meters = node.node().meters();
            String ingest =
                    Url.of(sides.collector().tls(), sides.collector().http().host(), collector.port(), "/v1/events");
            tell(ingest, node, webhook, traffic);
            SampleTraffic players = new SampleTraffic(outside, ingest, DemoFiles.PLAYERS_KEY, traffic, new Random());
            players.start();
            exitCode = signals.await();
            Future<Void> silent = players.stop();
            screen.line();
            screen.line("Draining …");
            awaitDelivered(silent, meters, sides.drainTimeout());
        }
        sumUp(accepted(meters), repeated(meters));
        return exitCode;
    }

    private void tell(String ingest, RunningNode node, SampleWebhook webhook, int traffic) {
        screen.entry("ingest", ingest);
        node.tell(screen);
        screen.entry("webhook", webhook.url());
        screen.entry("data", Surroundings.shown(data) + "   one copy (kafka-unreplicated)");
        screen.line();
        screen.line(screen.bold("Send an event of your own"));
        screen.line();
        screen.line("  curl " + ingest + " -H 'Authorization: Bearer " + DemoFiles.YOUR_KEY
                + "' -d '{\"type\":\"hello\",\"user\":\"ada\"}'");
        screen.line();
        if (traffic == 0) {
            screen.line("Waiting for it; Ctrl-C stops.");
            screen.line();
        }
    }

    /* What the players still send is accepted after all that was accepted before has arrived. */
    private void awaitDelivered(Future<Void> silent, MeterRegistry meters, Duration within)
            throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while ((!silent.isComplete() || delivered.count() + repeated(meters) < accepted(meters))
                && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** What the collector has acknowledged in this run. */
    private static long accepted(MeterRegistry meters) {
        return counted(meters, "headwater.accepted");
    }

    /** What the router knew from before, and did not deliver again. */
    private static long repeated(MeterRegistry meters) {
        return counted(meters, "headwater.duplicates");
    }

    private static long counted(MeterRegistry meters, String name) {
        return Math.round(meters.find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    private void sumUp(long accepted, long repeated) {
        long waiting = Math.max(0, accepted - delivered.count() - repeated);
        String duplicates = repeated == 0 ? "" : "   duplicates %,d".formatted(repeated);
        screen.line(screen.bold("accepted %,d   delivered %,d%s   waiting %,d"
                .formatted(accepted, delivered.count(), duplicates, waiting)));
        if (waiting > 0) {
            screen.line("What waits is in Kafka; the next demo on %s delivers it".formatted(Surroundings.shown(data)));
        }
    }
}

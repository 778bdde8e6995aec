package io.headwater.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.deploy.pipeline.Clients;
import io.headwater.deploy.pipeline.Kafka;
import io.headwater.deploy.pipeline.Part;
import io.headwater.deploy.pipeline.Pipeline;
import io.headwater.deploy.pipeline.Traffic;
import io.headwater.deploy.testkit.Reply;
import io.headwater.deploy.testkit.Trend;
import io.headwater.deploy.testkit.Vitals;
import io.headwater.deploy.testkit.rows.Row;
import io.headwater.deploy.testkit.rows.RowRun;
import io.headwater.deploy.testkit.rows.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline under load for as long as {@code -Dsoak.minutes=} says, Kafka and a destination going away in turn every
 * minute: what it holds on to stays as it is, and nothing is lost.
 */
@Tag("soak")
class SoakIT {
    private static final long MINUTES = Long.getLong("soak.minutes", 10);
    /** Until everything that is loaded and compiled once has been. */
    private static final long WARM_UP = Math.max(1, MINUTES / 4);

    private static final int CLIENTS = 2;
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration MINUTE = Duration.ofSeconds(50);
    private static final Duration BEFORE = Duration.ofSeconds(15);
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final long MIB = 1024 * 1024;
    private static final double HEAP_RISE = 8 * MIB;
    private static final double FEW = 4;

    @TempDir
    Path folder;

    /** What the two processes held on to at the end of a minute. */
    private record Sample(long minute, int delivered, Vitals collector, Vitals router) {
        static String head() {
            return String.format(
                    "%6s %10s   %9s %6s %7s   %9s %6s %7s",
                    "minute", "delivered", "collector", "files", "threads", "router", "files", "threads");
        }

        @Override
        public String toString() {
            return String.format(
                    "%6d %10d   %5d MiB %6d %7d   %5d MiB %6d %7d",
                    minute,
                    delivered,
                    collector.heap() / MIB,
                    collector.files(),
                    collector.threads(),
                    router.heap() / MIB,
                    router.files(),
                    router.threads());
        }
    }

    @Test
    void holdsOnToNoMoreTheLongerItRuns() {
        List<Sample> samples = new ArrayList<>();
        try (Hostile hostile = new Hostile();
                Kafka kafka = Kafka.alone(folder);
                Pipeline pipeline = Pipeline.on(
                        kafka,
                        folder.resolve("pipeline"),
                        settings(),
                        Hostile.sources(),
                        List.of(hostile.destination()),
                        "cloudevents-batch")) {
            System.out.println(Sample.head());
            for (long minute = 1; minute <= MINUTES; minute++) {
                int delivered = minute(minute, pipeline, hostile);
                Sample sample = new Sample(minute, delivered, vitals(pipeline.collector()), vitals(pipeline.router()));
                System.out.println(sample);
                samples.add(sample);
            }
        }
        List<Sample> warm =
                samples.stream().filter(sample -> sample.minute() > WARM_UP).toList();
        assertFlat(warm, "the collector's heap", sample -> sample.collector().heap(), HEAP_RISE);
        assertFlat(warm, "the collector's files", sample -> sample.collector().files(), FEW);
        assertFlat(warm, "the collector's threads", sample -> sample.collector().threads(), FEW);
        assertFlat(warm, "the router's heap", sample -> sample.router().heap(), HEAP_RISE);
        assertFlat(warm, "the router's files", sample -> sample.router().files(), FEW);
        assertFlat(warm, "the router's threads", sample -> sample.router().threads(), FEW);
    }

    /** What a router remembers of events grows until its window is full, and that is to be in the first minute. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Grounds.QUICK);
        settings.put("HEADWATER_DUPLICATES_WINDOW", "30s");
        return settings;
    }

    /** One minute of load with an outage in it; returns how many events were delivered once all was settled. */
    private int minute(long minute, Pipeline pipeline, Hostile hostile) {
        RowRun run = new RowRun(
                new Row(0, "soak " + minute, "", "", new Row.Bounds(Integer.MAX_VALUE, Duration.ofMinutes(1))),
                Seed.next());
        int requests = (int) (CLIENTS * MINUTE.toMillis() / PACE.toMillis());
        try (Trial trial = Trial.on(pipeline, run, folder.resolve("minute-" + minute));
                Clients other = new Clients(pipeline.ingestPort(), folder.resolve("hostile-" + minute))) {
            CompletableFuture<Void> sending = trial.clients().delivering(trial.traffic(requests), CLIENTS, PACE);
            CompletableFuture<Void> hostileToo =
                    other.delivering(Traffic.singly(Hostile.SOURCE, run.prefix() + "-hostile", requests / 2), 1, PACE);
            Rows.lasts(BEFORE);
            if (minute % 2 == 0) {
                pipeline.kafka().proxy().refuse();
            } else {
                hostile.answerWith(Reply.status(503));
            }
            Rows.lasts(OUTAGE);
            pipeline.kafka().proxy().pass();
            hostile.heal();
            Clients.join(sending);
            Clients.join(hostileToo);
            trial.judge();
            return trial.count();
        }
    }

    private static Vitals vitals(Part side) {
        return Vitals.of(side.pid());
    }

    private static void assertFlat(List<Sample> samples, String what, ToLongFunction<Sample> measured, double rise) {
        List<Long> all = samples.stream().mapToLong(measured).boxed().toList();
        assertThat(Trend.rise(all)).as(what + ": " + all).isLessThan(rise);
    }
}

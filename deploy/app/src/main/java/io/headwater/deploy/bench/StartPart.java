package io.headwater.deploy.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a collector and a router take from being started to {@code /health/ready} saying yes, with Kafka there; with the archive of
 * classes, or the cache, that this process was started with.
 */
final class StartPart implements Bench.Work {
    private static final String GROUP = "start to ready";
    private static final String METRICS = "(http://\\S+)/metrics";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int READY = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Lab lab;

    StartPart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void run() throws IOException {
        lab.progress("starting a fresh broker");
        BenchConf conf = lab.conf("start", 1);
        try (Worker broker = lab.broker(conf)) {
            BenchConf at = conf.at(broker.await(Lab.BOOTSTRAP));
            figures(at); // the first start makes the topics
            for (int round = 1; round <= lab.plan().rounds(); round++) {
                lab.progress(GROUP + ": round " + round + " of " + lab.plan().rounds());
                figures(at).forEach(lab.figures()::add);
            }
        }
    }

    private List<Figure> figures(BenchConf conf) throws IOException {
        List<String> collector = List.of("collector", "--conf", conf.folder(), "--data", conf.data());
        List<String> router = List.of("router", "--conf", conf.folder());
        return List.of(
                new Figure(GROUP, "collector", "s", "", seconds(conf, collector)),
                new Figure(GROUP, "router", "s", "", seconds(conf, router)));
    }

    private double seconds(BenchConf conf, List<String> arguments) throws IOException {
        long started = System.nanoTime();
        try (Worker worker = Worker.start(archive(), lab.plan().command(), arguments, conf.environment())) {
            URI ready = URI.create(worker.await(METRICS) + "/health/ready");
            while (!isReady(ready)) {
                if (System.nanoTime() - started > PATIENCE_NANOS) {
                    throw new IOException(worker.name() + " was not ready in time; what it said stands above");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            return (System.nanoTime() - started) / 1e9;
        }
    }

    private static List<String> archive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> each.startsWith("-XX:SharedArchiveFile=") || each.startsWith("-XX:AOTCache="))
                .toList();
    }

    private boolean isReady(URI uri) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode()
                    == READY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

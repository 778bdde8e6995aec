package io.headwater.deploy.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One round of how long a collector and a router take from being started to {@code /health/ready} saying yes, with Kafka there. */
final class StartRound {
    static final String GROUP = "start to ready";
    private static final String METRICS = "(http://\\S+)/metrics";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int READY = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Class<?> command;
    private final BenchConf conf;

    StartRound(Class<?> command, BenchConf conf) {
        this.command = command;
        this.conf = conf;
    }

    List<Figure> take() throws IOException {
        List<Figure> figures = new ArrayList<>();
        List<String> collector = List.of("collector", "--conf", conf.folder(), "--data", conf.data());
        List<String> router = List.of("router", "--conf", conf.folder());
        figures.add(new Figure(GROUP, "collector", "s", "", seconds(collector)));
        figures.add(new Figure(GROUP, "router", "s", "", seconds(router)));
        return figures;
    }

    private double seconds(List<String> arguments) throws IOException {
        long started = System.nanoTime();
        try (Worker worker = Worker.start(command, arguments, conf.environment())) {
            URI ready = URI.create(worker.await(METRICS) + "/health/ready");
            while (!isReady(ready)) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            return (System.nanoTime() - started) / 1e9;
        }
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

package io.headwater.deploy.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One round of what an outage costs, on one collector: the same load with Kafka there, then with Kafka stopped, then how
 * fast what was spooled meanwhile drains once Kafka goes on and nothing else does.
 */
final class SpoolRound {
    static final String GROUP = "Kafka away";
    private static final String SINGLE = "one event a request, ";
    private static final String BATCHES = "batches of 100, 1/4 connections, ";
    private static final String THERE = "Kafka there";
    private static final String AWAY = "spooling";
    private static final int BATCH = 100;
    /* In a closed loop the wait for an answer is connections over rate: as many as for single events would measure that. */
    private static final int BATCH_CONNECTIONS_SHARE = 4;
    /* Long enough for Kafka's silence to be noticed on every partition. */
    private static final long NOTICE_MILLIS = 3_000;
    private static final Pattern SPOOLED = Pattern.compile("(?m)^headwater_spool_records(?:\\{[^}]*})? (\\S+)$");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Parts parts;
    private final Path disk;
    private final long millis;
    private final int connections;

    /**
     * The processes it needs.
     *
     * @param ingest where events go
     * @param metrics of the collector
     */
    record Parts(Worker broker, Worker load, String ingest, String metrics) {}

    SpoolRound(Parts parts, Path disk, long millis, int connections) {
        this.parts = parts;
        this.disk = disk;
        this.millis = millis;
        this.connections = connections;
    }

    List<Figure> take() throws IOException {
        List<Figure> figures = new ArrayList<>();
        add(figures, SINGLE, THERE, "", load(1, millis), "requests/s");
        add(figures, BATCHES, THERE, "", load(BATCH, millis), "events/s");
        parts.broker().signal("STOP");
        load(1, NOTICE_MILLIS);
        add(figures, SINGLE, AWAY, SINGLE + THERE, load(1, millis), "requests/s");
        add(figures, BATCHES, AWAY, BATCHES + THERE, load(BATCH, millis), "events/s");
        parts.broker().signal("CONT");
        figures.add(new Figure(GROUP, "draining, nothing else going on", "events/s", "", drained()));
        JsonObject sync = DiskSync.measure(disk);
        figures.add(new Figure(GROUP, "the disk's own syncs", "syncs/s", "", sync.getDouble("perSecond")));
        figures.add(new Figure(GROUP, "one sync", "ms", "", sync.getDouble("millis")));
        return figures;
    }

    private JsonObject load(int batch, long within) throws IOException {
        int senders = batch == 1 ? connections : Math.max(1, connections / BATCH_CONNECTIONS_SHARE);
        return parts.load().ask(Load.command(Wire.NATIVE, parts.ingest(), senders, batch, within));
    }

    private static void add(
            List<Figure> figures, String load, String kafka, String limit, JsonObject result, String unit) {
        String name = load + kafka;
        figures.add(new Figure(GROUP, name, unit, limit, result.getDouble("perSecond")));
        figures.add(new Figure(GROUP, name + ", p99", "ms", "", result.getDouble("p99")));
        figures.add(new Figure(GROUP, name + ", not answered 200", "requests", "", result.getDouble("failed")));
    }

    /** From the first event that leaves the spool to the last. */
    private double drained() throws IOException {
        double all = spooled();
        double left = all;
        long started = System.nanoTime();
        while (left > 0) {
            pause();
            double now = spooled();
            if (left == all) {
                started = now < all ? started : System.nanoTime();
            }
            left = now;
        }
        return all / ((System.nanoTime() - started) / 1e9);
    }

    private double spooled() throws IOException {
        try {
            String text = http.send(
                            HttpRequest.newBuilder(URI.create(parts.metrics())).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher matcher = SPOOLED.matcher(text);
            if (!matcher.find()) {
                throw new IOException("the collector shows no headwater_spool_records");
            }
            return Double.parseDouble(matcher.group(1));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }
}

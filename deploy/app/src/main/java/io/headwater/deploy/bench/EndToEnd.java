package io.headwater.deploy.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sender and sink in one process, so that one clock measures the whole way. Commands: {@code port}; {@code open URL RATE
 * MILLIS} sends events one a request at a fixed rate, whether answered or not (open loop), and measures each from the time
 * it was meant to be sent to its arrival at the sink; {@code reset}, then {@code expect N} waits for so many arrivals and measures their rate.
 */
public final class EndToEnd {
    /** The header of a request that names no events and says how many it has. */
    static final String COUNT = "Event-Count";

    private static final String PREFIX = "run";
    private static final int CONNECTIONS = 32;
    private static final long PATIENCE_MILLIS = 60_000;

    private final Vertx vertx;
    private final BitSet acknowledged = new BitSet();
    private final BitSet arrived = new BitSet();
    private Percentiles latency = new Percentiles();
    private long[] meant = new long[0];
    private long repeated;
    private long total;
    private long requests;
    private long firstNanos;
    private long lastNanos;
    private int run;

    private EndToEnd(Vertx vertx) {
        this.vertx = vertx;
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Commands.vertx(new VertxOptions().setEventLoopPoolSize(1));
        EndToEnd end = new EndToEnd(vertx);
        int port = vertx.createHttpServer()
                .requestHandler(end::receive)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
        Commands.serve(command -> end.on(vertx, port, command));
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private Future<JsonObject> on(Vertx vertx, int port, String[] command) {
        Promise<JsonObject> done = Promise.promise();
        vertx.runOnContext(v -> run(port, command).onComplete(done));
        return done.future();
    }

    private Future<JsonObject> run(int port, String[] command) {
        return switch (command[0]) {
            case "port" -> Future.succeededFuture(new JsonObject().put("port", port));
            case "open" -> open(URI.create(command[1]), Integer.parseInt(command[2]), Long.parseLong(command[3]));
            case "reset" -> reset();
            case "expect" -> expect(Long.parseLong(command[1]));
            default -> Future.failedFuture("no such command: " + command[0]);
        };
    }

    /* The ids of a request stand in its header, so the body need not be read apart. */
    private void receive(HttpServerRequest request) {
        long now = System.nanoTime();
        String ids = request.getHeader("Headwater-Event-Ids");
        if (ids == null) {
            count(Integer.parseInt(request.getHeader(COUNT)), now);
        } else if (ids.contains(PREFIX)) {
            JsonArray each = new JsonArray(ids);
            count(each.size(), now);
            for (int i = 0; i < each.size(); i++) {
                arrive(each.getString(i), now);
            }
        } else {
            count(1 + (int) ids.chars().filter(letter -> letter == ',').count(), now);
        }
        request.endHandler(v -> request.response().end());
    }

    private void count(int events, long now) {
        firstNanos = total == 0 ? now : firstNanos;
        lastNanos = now;
        total += events;
        requests++;
    }

    private void arrive(String id, long now) {
        String prefix = PREFIX + run + "-";
        if (!id.startsWith(prefix)) {
            return;
        }
        int number = Integer.parseInt(id.substring(prefix.length()));
        if (arrived.get(number)) {
            repeated++;
            return;
        }
        arrived.set(number);
        latency.add(now - meant[number]);
    }

    private Future<JsonObject> open(URI target, int rate, long millis) {
        run++;
        int events = Math.toIntExact(rate * millis / 1_000);
        meant = new long[events];
        latency = new Percentiles();
        arrived.clear();
        acknowledged.clear();
        repeated = 0;
        var client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        List<Future<NetSocket>> sockets = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(client.connect(target.getPort(), target.getHost()));
        }
        return Future.all(sockets)
                .compose(all -> send(target, rate, events, sockets))
                .compose(sent -> settled(events))
                .compose(v -> client.close())
                .map(v -> result(events));
    }

    private Future<Void> send(URI target, int rate, int events, List<Future<NetSocket>> sockets) {
        Promise<Void> sent = Promise.promise();
        HttpLane[] lanes = new HttpLane[CONNECTIONS];
        List<ArrayList<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            ArrayList<Integer> unanswered = new ArrayList<>();
            waiting.add(unanswered);
            lanes[i] = new HttpLane(sockets.get(i).result(), status -> {
                int number = unanswered.remove(0);
                if (status == 200) {
                    acknowledged.set(number);
                }
            });
        }
        long started = System.nanoTime();
        int[] next = {0};
        vertx.setPeriodic(1, id -> {
            long due = (System.nanoTime() - started) * rate / 1_000_000_000L;
            while (next[0] < events && next[0] <= due) {
                int number = next[0]++;
                meant[number] = started + number * 1_000_000_000L / rate;
                int lane = number % CONNECTIONS;
                waiting.get(lane).add(number);
                lanes[lane].send(Wire.single(target.getAuthority(), PREFIX + run + "-" + number, number % 1_000));
            }
            if (next[0] == events) {
                vertx.cancelTimer(id);
                sent.complete();
            }
        });
        return sent.future();
    }

    /** Waits until everything sent has arrived, or nothing more is worth waiting for. */
    private Future<Void> settled(int events) {
        Promise<Void> settled = Promise.promise();
        long giveUp = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        vertx.setPeriodic(20, id -> {
            if ((arrived.cardinality() == events && acknowledged.cardinality() == events)
                    || System.nanoTime() > giveUp) {
                vertx.cancelTimer(id);
                settled.complete();
            }
        });
        return settled.future();
    }

    private JsonObject result(int events) {
        BitSet lost = (BitSet) acknowledged.clone();
        lost.andNot(arrived);
        return new JsonObject()
                .put("sent", events)
                .put("acknowledged", acknowledged.cardinality())
                .put("lost", lost.cardinality())
                .put("repeated", repeated)
                .put("p50", latency.millis(0.50))
                .put("p95", latency.millis(0.95))
                .put("p99", latency.millis(0.99))
                .put("slowest", latency.millis(1));
    }

    private Future<JsonObject> reset() {
        total = 0;
        requests = 0;
        return Future.succeededFuture(new JsonObject());
    }

    private Future<JsonObject> expect(long events) {
        Promise<JsonObject> done = Promise.promise();
        long giveUp = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        vertx.setPeriodic(5, id -> {
            if (total >= events) {
                vertx.cancelTimer(id);
                double seconds = Math.max(1, lastNanos - firstNanos) / 1e9; // few may come all in one request
                done.complete(new JsonObject()
                        .put("perSecond", total / seconds)
                        .put("perRequest", (double) total / requests));
            } else if (System.nanoTime() > giveUp) {
                vertx.cancelTimer(id);
                done.fail(total + " of " + events + " events arrived within " + PATIENCE_MILLIS + " ms");
            }
        });
        return done.future();
    }
}

package io.headwater.deploy.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The load generator, a process of its own: so many connections, each sending its next request when the last is answered
 * (closed loop), or requests at a fixed rate over them ({@link OpenLoop}). Reads a command a line from standard input,
 * {@code WIRE URL CONNECTIONS BATCH MILLIS RATE}, the rate 0 for a closed loop, and answers each with one line of JSON on standard
 * output.
 */
public final class Load {
    private final Vertx vertx;
    private final Wire wire;
    private final URI target;
    private final int batch;
    private final Percentiles latency = new Percentiles();
    private boolean running = true;
    private long answered;
    private long failed;
    private int open;

    private Load(Vertx vertx, Wire wire, URI target, int batch) {
        this.vertx = vertx;
        this.wire = wire;
        this.target = target;
        this.batch = batch;
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Commands.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Commands.serve(command -> {
            Load load = new Load(vertx, Wire.named(command[0]), URI.create(command[1]), Integer.parseInt(command[3]));
            Promise<JsonObject> done = Promise.promise();
            int connections = Integer.parseInt(command[2]);
            long millis = Long.parseLong(command[4]);
            long rate = Long.parseLong(command[5]);
            vertx.runOnContext(v -> (rate == 0 ? load.run(connections, millis) : load.atRate(connections, millis, rate))
                    .onComplete(done));
            return done.future();
        });
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    /** What to tell it for a closed loop. */
    static String command(Wire wire, String url, int connections, int batch, long millis) {
        return command(wire, url, connections, batch, millis, 0);
    }

    /** What to tell it for {@code rate} requests a second. */
    static String command(Wire wire, String url, int connections, int batch, long millis, long rate) {
        return String.join(
                " ",
                wire.argument(),
                url,
                String.valueOf(connections),
                String.valueOf(batch),
                String.valueOf(millis),
                String.valueOf(rate));
    }

    private Future<JsonObject> atRate(int connections, long millis, long rate) {
        var client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        List<Future<NetSocket>> sockets = connect(client, connections);
        return Future.all(sockets)
                .compose(all -> new OpenLoop(vertx, rate, millis)
                        .run(
                                sockets.stream().map(Future::result).toList(),
                                IntStream.range(0, connections)
                                        .mapToObj(this::request)
                                        .toList()))
                .compose(result -> client.close().map(result));
    }

    private List<Future<NetSocket>> connect(NetClient client, int connections) {
        List<Future<NetSocket>> sockets = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            sockets.add(client.connect(target.getPort(), target.getHost()));
        }
        return sockets;
    }

    private Buffer request(int session) {
        return batch == 1
                ? Wire.single(target.getAuthority(), "bench-" + session, session)
                : wire.request(target.getAuthority(), "bench-" + session, session, batch);
    }

    private Future<JsonObject> run(int connections, long millis) {
        Promise<JsonObject> done = Promise.promise();
        var client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        List<Future<NetSocket>> sockets = connect(client, connections);
        Future.all(sockets).onFailure(done::fail).onSuccess(all -> {
            long started = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                lane(sockets.get(i).result(), i);
            }
            vertx.setTimer(millis, id -> {
                running = false;
                double seconds = (System.nanoTime() - started) / 1e9;
                client.close().onComplete(v -> done.complete(result(seconds)));
            });
        });
        return done.future();
    }

    private void lane(NetSocket socket, int session) {
        Buffer request = request(session);
        long[] sent = {System.nanoTime()};
        HttpLane[] lane = new HttpLane[1];
        lane[0] = new HttpLane(socket, status -> {
            if (!running) {
                return;
            }
            long now = System.nanoTime();
            if (status == 200 || status == 204) {
                answered++;
                latency.add(now - sent[0]);
            } else {
                failed++;
            }
            sent[0] = now;
            lane[0].send(request);
        });
        open++;
        lane[0].send(request);
    }

    private JsonObject result(double seconds) {
        return new JsonObject()
                .put("connections", open)
                .put("perSecond", answered * batch / seconds)
                .put("answered", answered)
                .put("failed", failed)
                .put("p50", latency.millis(0.50))
                .put("p95", latency.millis(0.95))
                .put("p99", latency.millis(0.99));
    }
}

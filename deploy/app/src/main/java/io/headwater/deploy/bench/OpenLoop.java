package io.headwater.deploy.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends requests at a fixed rate, whether earlier ones are answered or not, and measures each answer from the time its request
 * was meant to be sent: a server that stalls is charged for every request that was due meanwhile (no coordinated omission). A
 * request that finds every connection busy waits for one, and its time runs.
 */
final class OpenLoop {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final int RETRY_AFTER = 503;
    private static final int TOO_MANY = 429;

    private final Vertx vertx;
    private final long rate;
    private final long requests;
    private final List<Lane> lanes = new ArrayList<>();
    private final ArrayDeque<Lane> idle = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Percentiles accepted = new Percentiles();
    private final Promise<JsonObject> done = Promise.promise();
    private long started;
    private long sent;
    private long shed;
    private long failed;
    private long ended;

    /** One connection, and the request it waits for. */
    private final class Lane {
        private final HttpLane http;
        private final Buffer request;
        private long meant;

        Lane(NetSocket socket, Buffer request) {
            this.request = request;
            this.http = new HttpLane(socket, this::answered);
        }

        void send(long meantAt) {
            meant = meantAt;
            http.send(request);
        }

        private void answered(int status) {
            if (status == 200) {
                accepted.add(System.nanoTime() - meant);
            } else if (status == TOO_MANY || status == RETRY_AFTER) {
                shed++;
            } else {
                failed++;
            }
            ended++;
            if (waiting.isEmpty()) {
                idle.add(this);
            } else {
                send(waiting.removeFirst());
            }
        }
    }

    OpenLoop(Vertx vertx, long rate, long millis) {
        this.vertx = vertx;
        this.rate = rate;
        this.requests = rate * millis / 1_000;
    }

    /**
     * Sends them all, and waits for the answers.
     *
     * @param bodies the request each connection sends
     */
    Future<JsonObject> run(List<NetSocket> sockets, List<Buffer> bodies) {
        for (int i = 0; i < sockets.size(); i++) {
            lanes.add(new Lane(sockets.get(i), bodies.get(i)));
        }
        idle.addAll(lanes);
        started = System.nanoTime();
        long giveUp = started + (requests * 1_000 / rate + PATIENCE_MILLIS) * 1_000_000;
        vertx.setPeriodic(1, timer -> {
            long now = System.nanoTime();
            sendDue(now);
            if (ended == requests || now > giveUp) {
                vertx.cancelTimer(timer);
                done.complete(result());
            }
        });
        return done.future();
    }

    private void sendDue(long now) {
        long due = (now - started) * rate / 1_000_000_000L;
        while (sent < requests && sent <= due) {
            long meant = started + sent * 1_000_000_000L / rate;
            sent++;
            if (idle.isEmpty()) {
                waiting.add(meant);
            } else {
                idle.removeFirst().send(meant);
            }
        }
    }

    private JsonObject result() {
        double seconds = (System.nanoTime() - started) / 1e9;
        return new JsonObject()
                .put("sent", sent)
                .put("accepted", accepted.size())
                .put("shed", shed)
                .put("failed", failed + sent - ended)
                .put("perSecond", accepted.size() / seconds)
                .put("p50", accepted.millis(0.50))
                .put("p95", accepted.millis(0.95))
                .put("p99", accepted.millis(0.99));
    }
}

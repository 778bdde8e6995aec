package io.headwater.deploy.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The players of the demo: a few viewers at a time, their events sent over HTTP at a steady rate, one in a request while
 * that is slow, small arrays above. What is not acknowledged is not sent again, and nothing is sent while sixteen requests
 * wait for their answers. All of it runs on the one event loop of its Vert.x.
 */
final class SampleTraffic {
    private static final long MIN_TICK_MILLIS = 20;
    private static final int MAX_IN_FLIGHT = 16;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions ingest;
    private final int perSecond;
    private final Random random;
    private final Deque<PlaybackSession> viewers = new ArrayDeque<>();
    private final Promise<Void> stopped = Promise.promise();

    private int begunSessions;
    private long timer;
    private long begun;
    private long sent;
    private int inFlight;
    private boolean stopping;

    SampleTraffic(Vertx vertx, String ingestUrl, String writeKey, int perSecond, Random random) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient();
        this.ingest = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(ingestUrl)
                .putHeader("Authorization", "Bearer " + writeKey)
                .putHeader("Content-Type", "application/json");
        this.perSecond = perSecond;
        this.random = random;
    }

    /** Begins, at a rate of 0 with nothing. */
    void start() {
        if (perSecond == 0) {
            return;
        }
        for (int i = 0; i < Math.min(Math.max(perSecond, 3), 40); i++) {
            viewers.add(newViewer());
        }
        begun = System.nanoTime();
        timer = vertx.setPeriodic(1, Math.max(MIN_TICK_MILLIS, 1_000 / perSecond), id -> sendDue());
    }

    /** Sends no more. Succeeds when what was under way has its answer, or has none to come: then nothing follows. */
    Future<Void> stop() {
        vertx.cancelTimer(timer);
        vertx.runOnContext(now -> {
            stopping = true;
            completeIfStopped();
        });
        return stopped.future();
    }

    private void completeIfStopped() {
        if (stopping && inFlight == 0) {
            stopped.tryComplete();
        }
    }

    private void sendDue() {
        double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        long due = 1 + Math.round(seconds * perSecond) - sent;
        sent += due;
        if (!stopping && due > 0 && inFlight < MAX_IN_FLIGHT) {
            inFlight++;
            send(due == 1 ? nextEvent().toBuffer() : nextEvents(due)).onComplete(answer -> {
                inFlight--;
                completeIfStopped();
            });
        }
    }

    private Future<Buffer> send(Buffer body) {
        return client.request(ingest).compose(request -> request.send(body)).compose(response -> response.body());
    }

    private Buffer nextEvents(long count) {
        JsonArray events = new JsonArray();
        for (long i = 0; i < count; i++) {
            events.add(nextEvent());
        }
        return events.toBuffer();
    }

    private JsonObject nextEvent() {
        PlaybackSession viewer = viewers.removeFirst();
        JsonObject event = viewer.next(Clock.systemUTC().instant());
        viewers.addLast(viewer.isOver() ? newViewer() : viewer);
        return event;
    }

    private PlaybackSession newViewer() {
        begunSessions++;
        return new PlaybackSession(PlaybackSession.TITLES.get(begunSessions % PlaybackSession.TITLES.size()), random);
    }
}

package io.headwater.deploy.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** Carries out a reply on a real connection. */
final class Answering {
    private static final Buffer CHUNK = Buffer.buffer(new byte[64 * 1024]);

    private final Vertx vertx;

    Answering(Vertx vertx) {
        this.vertx = vertx;
    }

    void answer(HttpServerRequest request, Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            plainly(request.response(), answer.status(), answer.headers(), Buffer.buffer(answer.body()));
        } else if (reply instanceof Reply.Binary answer) {
            plainly(request.response(), answer.status(), answer.headers(), Buffer.buffer(answer.body()));
        } else if (reply instanceof Reply.After after) {
            vertx.setTimer(Math.max(1, after.delay().toMillis()), timer -> answer(request, after.reply()));
        } else if (reply instanceof Reply.CloseConnection) {
            request.connection().close();
        } else if (reply instanceof Reply.EndlessBody) {
            endlessly(request.response().setChunked(true));
        } else if (reply instanceof Reply.DripBody drip) {
            dripping(request.response().setChunked(true), drip.interval().toMillis());
        }
    }

    private static void plainly(HttpServerResponse response, int status, Map<String, String> headers, Buffer body) {
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        response.end(body);
    }

    private static void endlessly(HttpServerResponse response) {
        response.drainHandler(drained -> endlessly(response));
        response.exceptionHandler(gone -> {});
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(CHUNK);
        }
    }

    private void dripping(HttpServerResponse response, long everyMillis) {
        long timer = vertx.setPeriodic(Math.max(1, everyMillis), each -> response.write("."));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
        response.exceptionHandler(gone -> vertx.cancelTimer(timer));
    }
}

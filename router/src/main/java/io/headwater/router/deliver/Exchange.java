package io.headwater.router.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP request and as much of its answer as is wanted, with one deadline over everything. Whatever the other side
 * sends or does not send, the exchange ends, and a connection whose answer was not read to its end is closed.
 */
final class Exchange {
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final DeliverConfig config;

    Exchange(Vertx vertx, HttpClientAgent client, DeliverConfig config) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
    }

    /**
     * Sends and awaits the answer.
     *
     * @param deadline on {@link System#nanoTime}'s scale; a failure to keep it is a {@link TimeoutException}
     */
    Future<Answer> of(RequestOptions options, Buffer body, long deadline) {
        return client.request(options.setConnectTimeout(millisUntil(deadline)))
                .compose(request -> send(request, body, deadline));
    }

    private Future<Answer> send(HttpClientRequest request, Buffer body, long deadline) {
        long timer = vertx.setTimer(
                millisUntil(deadline), late -> request.reset(0, new TimeoutException("no answer in time")));
        return request.send(body)
                .compose(response -> read(request, response))
                .onComplete(done -> vertx.cancelTimer(timer));
    }

    /** A status is an answer, even if its body breaks off, drips or never ends. */
    private Future<Answer> read(HttpClientRequest request, HttpClientResponse response) {
        Promise<Answer> answered = Promise.promise();
        Buffer kept = Buffer.buffer();
        int[] read = {0};
        long timer = vertx.setTimer(config.bodyWithin().toMillis(), late -> request.reset());
        response.exceptionHandler(broken -> answered.tryComplete(answer(response, kept)));
        response.endHandler(end -> answered.tryComplete(answer(response, kept)));
        response.handler(chunk -> {
            keep(chunk, kept);
            read[0] += chunk.length();
            if (read[0] > config.responseRead().bytes()) {
                answered.tryComplete(answer(response, kept));
                request.reset();
            }
        });
        if (response.statusCode() < 200) {
            /* The final answer to this request is still to come, and must not be taken for the next request's. */
            answered.tryComplete(answer(response, kept));
            request.connection().close();
        }
        return answered.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void keep(Buffer chunk, Buffer kept) {
        int room = config.responseKept().intBytes() - kept.length();
        kept.appendBuffer(chunk, 0, Math.min(Math.max(0, room), chunk.length()));
    }

    private static Answer answer(HttpClientResponse response, Buffer kept) {
        return new Answer(
                response.statusCode(), Optional.ofNullable(response.getHeader("retry-after")), kept.toString(UTF_8));
    }

    private static long millisUntil(long deadline) {
        return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }
}

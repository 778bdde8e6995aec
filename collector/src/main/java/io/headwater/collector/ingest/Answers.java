package io.headwater.collector.ingest;

import io.headwater.collector.dialect.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ThreadLocalRandom;

/** Every answer the ingest port gives, with its status and headers. Never 500, 3xx or 410: some SDKs then drop. */
final class Answers {
    private static final CharSequence DURABILITY = "Headwater-Durability";
    /* Base URLs, the nearest first as far as is known here. */
    private static final CharSequence COLLECTORS = "Headwater-Collectors";
    private static final CharSequence CONTENT_TYPE = "Content-Type";

    private Answers() {}

    /** Everything accepted, and what was rejected with its reason, is durable where {@code durability} says. */
    static void durable(HttpServerRequest request, String durability, Reply reply) {
        request.response().headers().set(DURABILITY, durability);
        plain(request, reply);
    }

    static Future<Void> plain(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response().setStatusCode(reply.status());
        if (!reply.contentType().isEmpty()) {
            response.headers().set(CONTENT_TYPE, reply.contentType());
        }
        return reply.body().length == 0 ? response.end() : response.end(Buffer.buffer(reply.body()));
    }

    /** @param reply how the refusal is said in the request's dialect */
    static void refused(HttpServerRequest request, Refusal refusal, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        boolean last = isLast(request, refusal);
        if (last && !Heads.isHttp2(request)) {
            response.putHeader("Connection", "close");
        }
        switch (reply.status()) {
            case 401 -> response.putHeader("WWW-Authenticate", "Bearer realm=\"headwater\"");
            case 405 -> response.putHeader("Allow", String.join(", ", refusal.instead()));
            case 421 -> response.putHeader(COLLECTORS, String.join(", ", refusal.instead()));
            case 429, 503 -> response.putHeader("Retry-After", retryAfter(refusal));
            default -> {}
        }
        Future<Void> sent = plain(request, reply);
        if (last) {
            sent.onComplete(v -> Heads.hangUp(request));
        }
    }

    /** Seconds; not the same for everybody, so that those who are refused together do not come back together. */
    private static String retryAfter(Refusal refusal) {
        if (refusal.over().isPresent()) {
            return Integer.toString(refusal.over().get().excess().seconds());
        }
        return ThreadLocalRandom.current().nextBoolean() ? "1" : "2";
    }

    /**
     * Whether the connection ends with this answer: the rest of the request does not come in time, or its end is not
     * known, or the client still waits to be told to continue, so that it may send the body or the next request.
     */
    private static boolean isLast(HttpServerRequest request, Refusal refusal) {
        return refusal.status() == 408
                || request.decoderResult().isFailure()
                || (Heads.expectsContinue(request) && !request.isEnded());
    }
}

package io.headwater.collector.ingest;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;

/** Every answer the ingest port gives, with its status and headers. Never 500, 3xx or 410: some SDKs then drop. */
final class Answers {
    private static final CharSequence DURABILITY = "Headwater-Durability";
    private static final String JSON = "application/json";

    private Answers() {}

    /** Everything accepted is durable where {@code durability} says. */
    static void accepted(HttpServerRequest request, String durability, String body) {
        HttpServerResponse response = request.response();
        response.headers().set("Content-Type", JSON).set(DURABILITY, durability);
        response.end(body);
    }

    /** The one event of the request was rejected; it stands with its reason where {@code durability} says. */
    static void rejected(HttpServerRequest request, String durability, String body) {
        request.response().setStatusCode(400);
        accepted(request, durability, body);
    }

    static void refused(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        boolean last = isLast(request, refusal);
        response.setStatusCode(refusal.status()).putHeader("Content-Type", JSON);
        if (last) {
            response.putHeader("Connection", "close");
        }
        switch (refusal.status()) {
            case 401 -> response.putHeader("WWW-Authenticate", "Bearer realm=\"headwater\"");
            case 405 -> response.putHeader("Allow", "POST");
            case 429, 503 -> response.putHeader("Retry-After", retryAfter());
            default -> {}
        }
        Future<Void> sent =
                response.end(new JsonObject().put("error", refusal.getMessage()).encode());
        if (last) {
            sent.onComplete(v -> request.connection().close());
        }
    }

    /** Seconds, not the same for everybody, so that those who are refused together do not come back together. */
    private static String retryAfter() {
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

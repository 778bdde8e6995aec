package io.headwater.collector.ingest;

import io.headwater.collector.dialect.Head;
import io.headwater.collector.dialect.Reply;
import io.headwater.collector.paths.Place;
import io.headwater.config.SourcesConfig.Source;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers what clients ask before they send: which collectors may take their events, and how far away this one is.
 *
 * <pre>
 *   GET /v1/ping         204 and nothing else, as soon as it can: for the time it takes
 *   GET /v1/edges?key=   the collectors for that key's source, signed; cached until half of its time is over
 *   GET /v1/edges/keys   the keys it is signed with
 * </pre>
 */
final class Directory {
    static final String PING = "/v1/ping";
    static final String EDGES = "/v1/edges";

    private final EdgeList edges;
    private final Gate gate;

    Directory(EdgeList edges, Gate gate) {
        this.edges = edges;
        this.gate = gate;
    }

    /** What answers it; refuses by throwing a {@link Refusal}. */
    Runnable answer(HttpServerRequest request, Head head, Place place) {
        return switch (place.endpoint().path()) {
            case PING -> () -> ping(request);
            case EDGES -> {
                Source source = gate.known(Credentials.of(head, place));
                yield () -> edges(request, source);
            }
            default -> () -> keys(request);
        };
    }

    private void ping(HttpServerRequest request) {
        request.response().putHeader("Cache-Control", "no-store");
        say(request, Reply.nothing());
    }

    private void edges(HttpServerRequest request, Source source) {
        EdgeList.Answer answer = edges.of(source);
        cachedFor(request, answer.maxAge());
        answer.signature().ifPresent(signature -> request.response().putHeader("Headwater-Signature", signature));
        say(request, answer.reply());
    }

    private void keys(HttpServerRequest request) {
        cachedFor(request, edges.maxAge());
        say(request, edges.keys());
    }

    private static void cachedFor(HttpServerRequest request, long seconds) {
        request.response().putHeader("Cache-Control", "private, max-age=" + seconds);
    }

    private void say(HttpServerRequest request, Reply reply) {
        gate.meters().answered(reply.status());
        Answers.plain(request, reply);
    }
}

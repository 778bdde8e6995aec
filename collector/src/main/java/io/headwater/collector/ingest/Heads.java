package io.headwater.collector.ingest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a request's head may not be, beyond what the HTTP decoder refuses by itself. */
final class Heads {
    private Heads() {}

    /** Whether the request names one host (RFC 9112 section 3.2). */
    static boolean hasOneHost(HttpServerRequest request) {
        return request.authority() != null
                && request.headers().getAll(HttpHeaders.HOST).size() <= 1;
    }

    /** The declared length of the body, or -1. */
    static long contentLength(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    static boolean expectsContinue(HttpServerRequest request) {
        String expect = request.headers().get(HttpHeaders.EXPECT);
        return expect != null && expect.equalsIgnoreCase("100-continue");
    }

    static boolean isHttp2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    /** Lets the request be the last on its connection: the client is told so and asks for another one. */
    static void last(HttpServerRequest request) {
        if (isHttp2(request)) {
            request.connection().shutdown(); // GOAWAY; what is under way goes on
        } else {
            request.response()
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .endHandler(v -> request.connection().close());
        }
    }

    /** Hears no more of this request: ends its stream, or where there is none its connection. */
    static void hangUp(HttpServerRequest request) {
        if (isHttp2(request)) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    /** W3C trace context, or empty when there is none of its form. */
    static String traceparent(HttpServerRequest request) {
        String value = request.headers().get("traceparent");
        return value != null && value.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}") ? value : "";
    }
}
